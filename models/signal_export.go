package models

import (
	"context"
	"iter"

	"github.com/uptrace/bun"
)

// EachSignalRow goes through the rows behind a signal, up to as many as people of a branch are looked at. The audit entry
// of the export is made first: nobody is given out without one.
func (s *Store) EachSignalRow(ctx context.Context, id int64, kind SignalKind) iter.Seq2[SignalRow, error] {
	return func(yield func(SignalRow, error) bool) {
		err := s.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
			return audit(ctx, tx, UsersExported, "users", id, map[string]change{"signal": {Now: kind}})
		})
		if err != nil {
			yield(SignalRow{}, wrap(err, "export signal %s of user %d", kind, id))
			return
		}
		signal, err := s.SignalRows(ctx, id, kind, BranchSeen)
		if err != nil {
			yield(SignalRow{}, err)
			return
		}
		for _, row := range signal.Rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}
