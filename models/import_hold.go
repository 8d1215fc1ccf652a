package models

import (
	"context"
	"strings"

	"github.com/uptrace/bun"
)

// standing is whether somebody is an admin, and active.
type standing struct {
	ID       int64
	IsAdmin  bool
	IsActive bool
}

// hold keeps others from changing people until the transaction ends. It gives those who are there.
func (w writer) hold(ctx context.Context, tx bun.Tx, ids []int64) (map[int64]standing, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	if w.dry {
		columns := "id, " + strings.Join(draftColumns, ", ")
		query := fill(sqlImportShade, "names", columns)
		if _, err := tx.Tx.ExecContext(ctx, query, array(ids)); err != nil {
			return nil, err
		}
	}
	var rows []standing
	err := w.in(ctx, tx, &rows, fill(sqlImportLock, "people", w.table("users")), array(ids))
	held := map[int64]standing{}
	for _, row := range rows {
		held[row.ID] = row
	}
	return held, err
}
