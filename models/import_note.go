package models

import (
	"context"

	"github.com/uptrace/bun"
)

// own keeps other runs from the import while a transaction lasts, and makes sure that none went on with it since: the
// lock on the file is lost with its connection.
func (im *Import) own(ctx context.Context, tx bun.Tx) error {
	if im.o.DryRun {
		return nil
	}
	var batches []int64
	err := im.w.in(ctx, tx, &batches, "select batches from imports where id = $1 for update", im.ID)
	if err == nil && (len(batches) == 0 || batches[0] != im.Batches) {
		err = errOvertaken
	}
	return err
}

// note writes down how far the import came.
func (im *Import) note(ctx context.Context, tx bun.Tx, p *ImportProgress) error {
	if im.o.DryRun {
		return nil
	}
	tally(ctx)
	p.Batches++
	_, err := tx.Tx.ExecContext(ctx, `update imports set batches = $2, rows_done = $3, offset_done = $4, created = $5,
		updated = $6, unchanged = $7, refused = $8, errors_file = $9, errors_size = $10, noted_at = now() where id = $1`,
		p.ID, p.Batches, p.RowsDone, p.OffsetDone, p.Created, p.Updated, p.Unchanged, p.Refused, p.ErrorsFile, p.ErrorsSize)
	return err
}

// finish closes the import. The audit log tells of it.
func (im *Import) finish(ctx context.Context) error {
	return im.w.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := im.own(ctx, tx); err != nil {
			return err
		}
		res, err := tx.Tx.ExecContext(ctx, "update imports set finished_at = now(), noted_at = now() where id = $1 and finished_at is null", im.ID)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return err // it was finished, and nobody heard of it
		}
		return audit(ctx, tx, UsersImported, "imports", im.ID, map[string]change{"file": {Now: im.o.File}, "rows": {Now: im.RowsDone},
			"created": {Now: im.Created}, "updated": {Now: im.Updated}, "unchanged": {Now: im.Unchanged}, "refused": {Now: im.Refused}})
	})
}
