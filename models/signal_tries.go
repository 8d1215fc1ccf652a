package models

import (
	"context"

	queries "roster/models/sql"
)

// fewestTries is how often codes and links are tried after they were taken back to make a signal: once or twice is
// somebody with an old letter.
const fewestTries = 3

var (
	sqlTries   = queries.Read("signal_tries")
	sqlTryRows = queries.Read("signal_try_rows")
)

func (s *Store) findTries(ctx context.Context, around *Signals) (found []Signal, err error) {
	err = s.askAgain(ctx, &found, fill(sqlTries, "which", "a.inviter_id = ?"), around.Inviter.ID, fewestTries, 1)
	return found, err
}

func (s *Store) tryRows(ctx context.Context, of Signal, limit int) (rows []SignalRow, err error) {
	err = s.askAgain(ctx, &rows, sqlTryRows, of.Inviter.ID, limit)
	return rows, err
}
