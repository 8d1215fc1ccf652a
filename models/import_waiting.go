package models

import (
	"context"

	"github.com/uptrace/bun"

	queries "roster/models/sql"
)

var (
	sqlImportWaiting = queries.Read("import_waiting")
	sqlImportReady   = queries.Read("import_ready")
)

// settleWaiting notes which rows wait for their inviter, forgets those that waited long enough, and marks those whose
// inviter came with this batch.
func (im *Import) settleWaiting(ctx context.Context, tx bun.Tx, rows []*ImportRow, proposals []*proposal) error {
	if !im.o.KeepIDs {
		return nil
	}
	type waiting struct{ Number, Start, UserID, InviterID int64 }
	come, wait, done := []int64{}, []waiting{}, []int64{}
	for i, p := range proposals {
		if p.waits {
			id, _ := p.values["id"].(int64)
			wait = append(wait, waiting{rows[i].Number, rows[i].Start, id, p.values["inviter_id"].(int64)})
			continue
		}
		done = append(done, rows[i].Number)
		if p.creates && len(p.faults) == 0 {
			come = append(come, p.id)
		}
	}
	query := fill(sqlImportWaiting, "waiting", im.w.table("import_waiting"))
	tally(ctx)
	_, err := tx.Tx.ExecContext(ctx, query, im.ID, jsonText(wait), array(done), array(come))
	return err
}

// waiting gives the next rows that waited and can be taken. Where none can, it gives others, for the last time: nobody
// whom they wait for will come.
func (im *Import) waiting(ctx context.Context, file ImportFile) (rows []*ImportRow, last bool, err error) {
	var found []struct{ Number, Start int64 }
	for {
		query := fill(sqlImportReady, "waiting", im.w.table("import_waiting"), "which", map[bool]string{false: "w.ready", true: "true"}[last])
		err := im.persist(ctx, func(ctx context.Context) error {
			return im.run(ctx, func(ctx context.Context, tx bun.Tx) error {
				return im.w.in(ctx, tx, &found, query, im.ID, im.o.Batch, last)
			})
		})
		if err != nil {
			return nil, last, err
		}
		if len(found) > 0 || last {
			break
		}
		last = true
	}
	for _, at := range found {
		row, err := file.At(at.Number, at.Start)
		if err != nil {
			return nil, last, err
		}
		rows = append(rows, &row)
	}
	return rows, last, nil
}
