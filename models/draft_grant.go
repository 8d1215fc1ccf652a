package models

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/uptrace/bun"
)

// grant gives everybody the groups, or the permissions, that their draft lists, and says who held others before.
func (w writer) grant(ctx context.Context, tx bun.Tx, accepted []*proposal, field, table string, log map[int64]*written) ([]int64, error) {
	var docs []map[string]any
	for _, p := range accepted {
		if _, set := p.values[field]; set {
			docs = append(docs, map[string]any{"id": p.id, "held": p.grants(field)})
		}
	}
	if len(docs) == 0 {
		return nil, nil
	}
	var rows []struct {
		ID  int64
		Was json.RawMessage `bun:"type:jsonb"`
		Now json.RawMessage `bun:"type:jsonb"`
	}
	query := fill(sqlImportHeld, "table", w.table(table), "column", strings.TrimSuffix(field, "s")+"_id")
	if err := w.in(ctx, tx, &rows, query, jsonText(docs), actor(ctx).ID); err != nil {
		return nil, err
	}
	var touched []int64
	for _, row := range rows {
		what := change{Was: row.Was, Now: row.Now}
		if log[row.ID] == nil {
			log[row.ID] = &written{UserChanged, map[string]change{}}
			touched = append(touched, row.ID)
		}
		if log[row.ID].action == UserCreated {
			what.Was = nil
		}
		log[row.ID].changes[field] = what
	}
	return touched, nil
}
