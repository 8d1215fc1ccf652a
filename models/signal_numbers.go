package models

import (
	"context"

	queries "roster/models/sql"
)

// When telephone numbers of one block of a thousand are a signal: half of all, or so many that they
// fill a twentieth of the block. An operator has thousands of blocks and gives out numbers from all of them; who bought
// cards by the box has neighbours.
const (
	numbersShare  = 0.5
	numbersAnyway = 50
)

var (
	sqlNumbers    = queries.Read("signal_numbers")
	sqlNumberRows = queries.Read("signal_number_rows", "signal_row_columns")
)

func (s *Store) findNumbers(ctx context.Context, around *Signals) ([]Signal, error) {
	if around.Invited < fewest {
		return nil, nil
	}
	var found []shared
	err := s.askAgain(ctx, &found, sqlNumbers, around.Inviter.ID, siblingsSeen)
	for _, block := range found {
		if block.most(numbersShare) || block.Count >= numbersAnyway {
			return []Signal{{Kind: NumberBlock, Count: block.Count, Of: block.Of, Newest: around.newest(siblingsSeen), Text: block.Text}}, err
		}
	}
	return nil, err
}

func (s *Store) numberRows(ctx context.Context, of Signal, limit int) (rows []SignalRow, err error) {
	err = s.askAgain(ctx, &rows, sqlNumberRows, of.Inviter.ID, siblingsSeen, of.Text, limit)
	return rows, err
}
