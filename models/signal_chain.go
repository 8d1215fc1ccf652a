package models

import (
	"context"

	queries "roster/models/sql"
)

// How many people in a row who invited one person each make a chain, and how far up and down it is followed. In a
// forest that grew by itself most of those who invite at all invite several: ten in a row are not met by chance.
const (
	chainPeople = fewest
	chainSeen   = 2_000
)

var (
	sqlChain     = fill(queries.Read("signal_chain"), "run", queries.Read("signal_chain_run"))
	sqlChainRows = fill(queries.Read("signal_chain_rows", "signal_row_columns"), "run", queries.Read("signal_chain_run"))
)

func (s *Store) findChain(ctx context.Context, around *Signals) ([]Signal, error) {
	var run struct {
		Above, Below int64 // how many stand in it above and below the person
		First, Last  Person
	}
	id := around.Inviter.ID
	err := s.askAgain(ctx, &run, sqlChain, id, chainSeen, id, chainSeen)
	count := run.Above + run.Below // all of them invited one person, but for the last
	if err != nil || count < chainPeople {
		return nil, err
	}
	return []Signal{{Kind: SingleChain, Count: count, First: run.First, Last: run.Last, Above: run.Above,
		Cut: run.Above == chainSeen || run.Below == chainSeen}}, nil
}

func (s *Store) chainRows(ctx context.Context, of Signal, limit int) (rows []SignalRow, err error) {
	id := of.Inviter.ID
	err = s.askAgain(ctx, &rows, sqlChainRows, id, chainSeen, id, chainSeen, limit)
	return rows, err
}
