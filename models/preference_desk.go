package models

import (
	"context"

	queries "roster/models/sql"
)

// Desk is what somebody's list of people is laid out with besides the people.
type Desk struct {
	Preferences

	Views      []SavedView `bun:"type:jsonb"` // the first of those they may open, and the one that is open
	ViewsCount int         // how many they may open in all

	// Whom and what filters mean by an id.
	Groups      Groups
	Permissions Permissions
	People      People
}

// ViewsShown is how many views stand above a list.
const ViewsShown = 6

var sqlDesk = queries.Read("desk")

// Desk reads how somebody wants to see lists, their views with the one that is open (0: none), and the names behind the
// ids of filters, in one statement.
func (s *Store) Desk(ctx context.Context, who *Viewer, view int64, filters []Filter) (Desk, error) {
	ids := map[string][]int64{}
	for _, f := range filters {
		ids[f.Field.Name] = append(ids[f.Field.Name], f.IDs()...)
	}
	var d Desk
	err := s.one(ctx, &d, sqlDesk, who.ID, view, ViewsShown, array(ids["groups"]), array(ids["user_permissions"]), array(ids["inviter"]))
	return d, wrap(err, "desk of user %d", who.ID)
}

// IDs are the ids that a filter names, if its field is about such.
func (f Filter) IDs() []int64 {
	switch v := f.value.(type) {
	case int64:
		return []int64{v}
	case []int64:
		return v
	}
	return nil
}

// IsTrue says whether a filter asks for what a field of yes and no affirms, or for what is unknown.
func (f Filter) IsTrue() bool { return f.value == true }

// Choices are the groups and permissions that people can be found by.
type Choices struct {
	Groups      Groups
	Permissions Permissions
}

// Choices reads them by name and by code, in one statement: a thousand of each at most.
func (s *Store) Choices(ctx context.Context) (Choices, error) {
	var c Choices
	err := s.one(ctx, &c, `select
		(select string_agg(packed(g.id::text) || packed(g.name), '' order by lower(g.name), g.id)
		 from (select * from groups order by id limit 1000) g) as groups,
		(select string_agg(packed(p.id::text) || packed(p.code::text) || packed(p.name), '' order by p.code)
		 from (select * from permissions order by id limit 1000) p) as permissions`)
	return c, wrap(err, "choices")
}
