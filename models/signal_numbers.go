package models

import (
	"context"

	queries "roster/models/sql"
)

// When telephone numbers of one block of a thousand are a signal: enough of them, and half of all, or so many that they
// fill a twentieth of the block. An operator has thousands of blocks and gives out numbers from all of them; who bought
// cards by the box has neighbours.
const (
	numbersOfBlock = fewest
	numbersShare   = 0.5
	numbersAnyway  = 50
)

// shared is what most have in common among those who have such a thing at all.
type shared struct {
	Kind  SignalKind
	Text  string
	Count int64
	Of    int64
}

// most says whether a share of them have it in common, and not only a few.
func (h shared) most(share float64) bool {
	return h.Count >= fewest && float64(h.Count) >= share*float64(h.Of)
}

var (
	sqlNumbers    = queries.Read("signal_numbers")
	sqlNumberRows = queries.Read("signal_number_rows", "signal_row_columns")
)

func (s *Store) findNumbers(ctx context.Context, around *Signals) ([]Signal, error) {
	if around.Invited < numbersOfBlock {
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
