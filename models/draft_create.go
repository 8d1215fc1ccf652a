package models

import (
	"context"
	"maps"
	"strings"

	"github.com/uptrace/bun"
)

// create adds those who are new, and gives each proposal its id.
func (w writer) create(ctx context.Context, tx bun.Tx, accepted []*proposal, log map[int64]*written) error {
	var docs []map[string]any
	byName := map[string]*proposal{}
	for _, p := range accepted {
		if !p.creates {
			continue
		}
		doc := maps.Clone(usualValues)
		for name, value := range draftDocument(p.values) {
			if value != nil {
				doc[name] = value
			}
		}
		docs = append(docs, doc)
		byName[p.draft.key("username")] = p
	}
	if len(docs) == 0 {
		return nil
	}
	columns := draftColumns
	if w.keepIDs {
		columns = append([]string{"id"}, columns...)
	}
	var rows []struct {
		ID       int64
		Username string
	}
	query := fill(sqlImportCreate, "people", w.table("users"), "names", strings.Join(columns, ", "),
		"values", strings.Replace("n."+strings.Join(columns, ", n."), "n.created_at", "coalesce(n.created_at, now())", 1))
	if err := w.in(ctx, tx, &rows, query, jsonText(docs)); err != nil {
		return err
	}
	for _, row := range rows {
		p := byName[asciiLower(row.Username)]
		p.id = row.ID
		changes := map[string]change{}
		for name, value := range draftDocument(p.values) {
			if p.values[name] != nil && name != "id" {
				changes[name] = change{Now: value}
			}
		}
		log[row.ID] = &written{UserCreated, changes}
	}
	return nil
}
