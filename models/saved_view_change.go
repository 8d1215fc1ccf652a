package models

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/uptrace/bun"
)

// SaveView keeps a list under a name.
func (s *Store) SaveView(ctx context.Context, who *Viewer, name, query string, shared bool) (id int64, err error) {
	name, faults := viewName(name)
	if faults = faults.And(viewQuery(query)); len(faults) > 0 {
		return 0, faults
	}
	err = s.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		// One at a time, so that two windows do not count the same number.
		if _, err := tx.NewRaw("select pg_advisory_xact_lock(hashtextextended('saved_views', ?))", who.ID).Exec(ctx); err != nil {
			return err
		}
		var kept int
		if err := tx.NewRaw("select count(*) from saved_views where owner_id = ?", who.ID).Scan(ctx, &kept); err != nil {
			return err
		}
		if kept >= MostViews {
			return Invalid{"view": {fmt.Sprintf("You keep %d views, and more is not possible. Delete one that you no longer need.", kept)}}
		}
		err := tx.NewRaw("insert into saved_views (owner_id, name, query, shared) values (?, ?, ?, ?) returning id", who.ID, name, query, shared).
			Scan(ctx, &id)
		if err != nil {
			return err
		}
		return audit(ctx, tx, ViewSaved, "saved_views", id, map[string]change{"name": {Now: name}, "query": {Now: query}, "shared": {Now: shared}})
	})
	return id, sameName(wrap(err, "save view"))
}

// ViewChange says what of a view becomes what; nil leaves it as it is.
type ViewChange struct {
	Name   *string
	Query  *string
	Shared *bool
}

// ChangeView changes a view. One that somebody may not change is ErrNotFound: ask MayChange first, to say it better.
func (s *Store) ChangeView(ctx context.Context, who *Viewer, id int64, c ViewChange) error {
	if c.Name != nil {
		name, faults := viewName(*c.Name)
		if faults != nil {
			return faults
		}
		c.Name = &name
	}
	if c.Query != nil {
		if faults := viewQuery(*c.Query); faults != nil {
			return faults
		}
	}
	return sameName(wrap(s.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		was, err := viewToChange(ctx, tx, who, id)
		if err != nil {
			return err
		}
		now := was
		changes := map[string]change{}
		set(changes, "name", &now.Name, c.Name)
		set(changes, "query", &now.Query, c.Query)
		set(changes, "shared", &now.Shared, c.Shared)
		if len(changes) == 0 {
			return nil
		}
		_, err = tx.NewRaw("update saved_views set name = ?, query = ?, shared = ?, updated_at = now() where id = ?", now.Name, now.Query, now.Shared, id).
			Exec(ctx)
		if err != nil {
			return err
		}
		return audit(ctx, tx, ViewChanged, "saved_views", id, changes)
	}), "change view %d", id))
}

// DeleteView deletes a view, see ChangeView.
func (s *Store) DeleteView(ctx context.Context, who *Viewer, id int64) error {
	return wrap(s.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		was, err := viewToChange(ctx, tx, who, id)
		if err != nil {
			return err
		}
		if _, err := tx.NewRaw("delete from saved_views where id = ?", id).Exec(ctx); err != nil {
			return err
		}
		return audit(ctx, tx, ViewDeleted, "saved_views", id, map[string]change{"name": {Was: was.Name}, "query": {Was: was.Query}, "shared": {Was: was.Shared}})
	}), "delete view %d", id)
}

// viewToChange reads a view that somebody may change, and keeps others from changing it meanwhile.
func viewToChange(ctx context.Context, tx bun.Tx, who *Viewer, id int64) (SavedView, error) {
	var v SavedView
	err := tx.NewRaw("select id, name, query, shared from saved_views where id = ? and (owner_id = ? or shared and ?) for update", id, who.ID, who.IsAdmin).
		Scan(ctx, &v)
	return v, err
}

// set gives a field its new value, if there is one, and notes a change.
func set[T comparable](changes map[string]change, name string, field, value *T) {
	if value != nil && *value != *field {
		changes[name] = change{Was: *field, Now: *value}
		*field = *value
	}
}

// viewName is a name without the space around it, or what is wrong with it.
func viewName(name string) (string, Invalid) {
	name = strings.TrimSpace(name)
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		return "", Invalid{"name": {"Give the view a name."}}
	case n > maxViewName:
		return "", Invalid{"name": {fmt.Sprintf("A name has at most %d characters; this one has %d.", maxViewName, n)}}
	case strings.ContainsFunc(name, unicode.IsControl) || !utf8.ValidString(name):
		return "", Invalid{"name": {"A name is one line of text."}}
	}
	return name, nil
}

// viewQuery says what keeps a query from being kept.
func viewQuery(query string) Invalid {
	if len(query) > maxViewQuery {
		return Invalid{"view": {"This list asks for too much at once to be kept: make a filter shorter."}}
	}
	return nil
}

func sameName(err error) error {
	if errors.Is(err, ErrConflict) {
		return Invalid{"name": {"There is a view of this name already."}}
	}
	return err
}
