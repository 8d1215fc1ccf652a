package models

import (
	"context"

	queries "roster/models/sql"
)

var sqlBranchSizes = queries.Read("branch_sizes")

// BranchFigures gives what the branches of some people come to, by id; those who have nobody below them are not among
// them. What changed in the last second may not be in it.
func (s *Store) BranchFigures(ctx context.Context, ids ...int64) (map[int64]Branch, error) {
	var rows []struct {
		UserID int64
		Branch
	}
	if err := s.all(ctx, &rows, sqlBranchSizes, array(ids)); err != nil {
		return nil, wrap(err, "branches of %v", ids)
	}
	figures := map[int64]Branch{}
	for _, row := range rows {
		figures[row.UserID] = row.Branch
	}
	return figures, nil
}

// PendingBelow counts the invitations that wait for somebody to join under a person or in their branch, and the invite
// codes there: what a freeze closes. In a large branch it does not count, and says so.
func (s *Store) PendingBelow(ctx context.Context, id int64) (invitations, codes int64, counted bool, err error) {
	var found struct{ People, Invitations, Codes int64 }
	err = s.one(ctx, &found, sqlPendingBelow, id, smallJob+1)
	return found.Invitations, found.Codes, found.People <= smallJob, wrap(err, "pending below user %d", id)
}

var sqlPendingBelow = queries.Read("pending_below")
