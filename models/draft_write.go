package models

import (
	"context"
	"encoding/json"
	"maps"
	"strings"

	"github.com/uptrace/bun"

	queries "roster/models/sql"
)

var (
	sqlImportLock   = queries.Read("import_lock")
	sqlImportCreate = queries.Read("import_create")
	sqlImportUpdate = queries.Read("import_update")
	sqlImportHeld   = queries.Read("import_held")
	sqlImportAudit  = queries.Read("import_audit")
)

// writer brings drafts into the directory, many at once and in a number of statements that does not depend on how many.
type writer struct {
	*Store

	match   string // the field by which a draft names somebody: id, username, email or mobile_number
	only    string // create, update, or "" for both
	keepIDs bool   // somebody new keeps the id that the draft brings
	dry     bool   // into tables of the session's own, see import_dry.go
}

// in asks within a transaction, by a statement that stays prepared on its connection.
func (s *Store) in(ctx context.Context, tx bun.Tx, dst any, query string, args ...any) error {
	tally(ctx)
	rows, err := tx.Tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	return s.db.ScanRows(ctx, rows, dst)
}

// written is what became of somebody.
type written struct {
	action  Action
	changes map[string]change
}

// write brings in the proposals that decide accepted. It gives who was created or changed, by id; of those who were to
// be changed and are not among them, everything was as proposed.
func (w writer) write(ctx context.Context, tx bun.Tx, accepted []*proposal) (map[int64]*written, error) {
	log := map[int64]*written{}
	if err := w.create(ctx, tx, accepted, log); err != nil {
		return nil, err
	}
	var touched []int64
	for field, table := range map[string]string{"groups": "user_groups", "permissions": "user_permissions"} {
		ids, err := w.grant(ctx, tx, accepted, field, table, log)
		if err != nil {
			return nil, err
		}
		touched = append(touched, ids...)
	}
	if err := w.update(ctx, tx, accepted, touched, log); err != nil {
		return nil, err
	}
	if w.dry {
		return log, nil
	}
	return log, w.auditAll(ctx, tx, log)
}

// update changes those who are there already; touched are those whose groups or permissions did.
func (w writer) update(ctx context.Context, tx bun.Tx, accepted []*proposal, touched []int64, log map[int64]*written) error {
	docs := []map[string]any{}
	for _, p := range accepted {
		if !p.creates {
			doc := draftDocument(p.values)
			doc["id"] = p.id
			docs = append(docs, doc)
		}
	}
	if len(docs) == 0 {
		return nil
	}
	var set []string
	for _, name := range draftColumns {
		set = append(set, name+" = (p.after)."+name)
	}
	var rows []struct {
		ID      int64
		Changes map[string]change `bun:"type:jsonb"`
	}
	query := fill(sqlImportUpdate, "people", w.table("users"), "set", strings.Join(set, ", "))
	if err := w.in(ctx, tx, &rows, query, jsonText(docs), array(touched)); err != nil {
		return err
	}
	for _, row := range rows {
		if log[row.ID] == nil {
			log[row.ID] = &written{UserChanged, map[string]change{}}
		}
		maps.Copy(log[row.ID].changes, row.Changes)
	}
	return nil
}

// auditAll notes what became of everybody, an entry each.
func (w writer) auditAll(ctx context.Context, tx bun.Tx, log map[int64]*written) error {
	if len(log) == 0 {
		return nil
	}
	var entries []map[string]any
	for id, what := range log {
		entries = append(entries, map[string]any{"id": id, "action": what.action, "changes": what.changes})
	}
	a := actor(ctx)
	tally(ctx)
	_, err := tx.Tx.ExecContext(ctx, sqlImportAudit, jsonText(entries), a.ID, a.Door, a.RequestID, a.Address)
	return err
}

func jsonText(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // maps of what was read from JSON
	}
	return string(text)
}
