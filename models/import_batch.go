package models

import (
	"context"

	"github.com/uptrace/bun"
)

// transact decides on rows and writes what comes of them, all in one transaction. A single row may come with faults
// that the database found.
func (im *Import) transact(ctx context.Context, file ImportFile, rows []*ImportRow, last bool, faults Invalid) error {
	next := im.ImportProgress
	do := func(ctx context.Context, tx bun.Tx) error {
		next = im.ImportProgress
		if err := im.own(ctx, tx); err != nil {
			return err
		}
		proposals := make([]*proposal, len(rows))
		for i, row := range rows {
			proposals[i] = im.w.propose(&row.Draft)
			proposals[i].settled = faults
		}
		if err := im.w.apply(ctx, tx, proposals, last, &next); err != nil {
			return err
		}
		if err := im.settleWaiting(ctx, tx, rows, proposals); err != nil {
			return err
		}
		var refusals []Refusal
		for i, p := range proposals {
			if len(p.faults) > 0 {
				refusals = append(refusals, Refusal{*rows[i], p.faults})
			}
		}
		if len(refusals) > 0 {
			size, err := file.Refuse(next.ErrorsSize, refusals)
			if err != nil {
				return err
			}
			next.ErrorsSize, next.Refused = size, next.Refused+int64(len(refusals))
		}
		if end := rows[len(rows)-1]; end.Number > next.RowsDone {
			next.RowsDone, next.OffsetDone = end.Number, end.End
		}
		return im.note(ctx, tx, &next)
	}
	err := im.run(ctx, do)
	if err == nil {
		im.ImportProgress = next
	}
	return err
}

// run is inTx. A dry run's transactions are on the connection that has its tables.
func (im *Import) run(ctx context.Context, do func(context.Context, bun.Tx) error) error {
	if !im.o.DryRun {
		return im.w.inTx(ctx, do)
	}
	ctx, cancel := context.WithTimeout(ctx, statementTime)
	defer cancel()
	return im.conn.RunInTx(ctx, nil, do)
}
