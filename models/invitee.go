package models

import (
	"context"
	"iter"
	"time"

	"github.com/uptrace/bun"

	queries "roster/models/sql"
)

// Invitee is a person in the forest, as one of those somebody invited.
type Invitee struct {
	Person
	Branch

	InviterID     int64
	EmailVerified bool
	InviteesCount int64
	CreatedAt     time.Time
	Level         int // how far below whom one looks from
}

var (
	sqlInvitees = queries.Read("invitees", "invitee")
	sqlBelow    = queries.Read("below", "invitee")
	sqlBiggest  = queries.Read("biggest", "invitee")
)

// Invitees lists whom each of several people invited, in one statement: limit of each, by id; of the first of them
// beginning after the id after. More says whose list goes on.
func (s *Store) Invitees(ctx context.Context, inviters []int64, after int64, limit int) (lists map[int64][]Invitee, more map[int64]bool, err error) {
	var rows []Invitee
	if err := s.all(ctx, &rows, sqlInvitees, array(inviters), after, limit+1); err != nil {
		return nil, nil, wrap(err, "invitees of %v", inviters)
	}
	lists, more = map[int64][]Invitee{}, map[int64]bool{}
	for _, row := range rows {
		if len(lists[row.InviterID]) == limit {
			more[row.InviterID] = true
			continue
		}
		lists[row.InviterID] = append(lists[row.InviterID], row)
	}
	return lists, more, nil
}

// Below lists everybody below somebody as a tree is read, each before whom they invited: limit of them, beginning after
// the person after, 0 for the first. It costs as much anywhere in a branch of any size. Nobody comes after somebody who
// is not in the branch.
func (s *Store) Below(ctx context.Context, id, after int64, limit int) (rows []Invitee, more bool, err error) {
	if err := s.all(ctx, &rows, sqlBelow, id, after, limit+1); err != nil {
		return nil, false, wrap(err, "below user %d", id)
	}
	if len(rows) > limit {
		return rows[:limit], true, nil
	}
	return rows, false, nil
}

// EachBelow goes through everybody below somebody, as Below does, after one of them. Like an export of people it is
// noted before anybody is given out.
func (s *Store) EachBelow(ctx context.Context, id, after int64) iter.Seq2[Invitee, error] {
	return func(yield func(Invitee, error) bool) {
		err := s.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
			return audit(ctx, tx, UsersExported, "users", id, map[string]change{"branch": {Now: id}})
		})
		for more := err == nil; more; {
			var rows []Invitee
			if rows, more, err = s.Below(ctx, id, after, exported); err != nil {
				break
			}
			for _, row := range rows {
				after = row.ID
				if !yield(row, nil) {
					return
				}
			}
		}
		if err != nil {
			yield(Invitee{}, wrap(err, "branch of user %d", id))
		}
	}
}

// Biggest lists the biggest branches within somebody's, at most limit: all of at least size people with their head, and
// whose inviters are such themselves, those nearest to somebody first.
func (s *Store) Biggest(ctx context.Context, id, size int64, levels, limit int) (rows []Invitee, err error) {
	err = s.all(ctx, &rows, sqlBiggest, id, size, levels, limit)
	return rows, wrap(err, "biggest branches of user %d", id)
}
