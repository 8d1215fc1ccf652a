package models

import (
	"context"
	"math"

	queries "roster/models/sql"
)

// When a share of a branch is far above that of the whole directory. Of small branches little can be told, and of few
// people. Four standard errors, since there are thousands of branches: at three, several would stand out by chance
// alone. And twice as many as elsewhere, or half as many of the others, since of a large branch every small difference
// is certain.
const (
	leastBranch    = 50
	standardErrors = 4
	timesTheMean   = 2
)

// farAbove says whether a share of a branch is.
func farAbove(count, size int64, mean float64) bool {
	n, share := float64(size), float64(count)/float64(max(1, size))
	return size >= leastBranch && count >= fewest && share > mean+standardErrors*math.Sqrt(mean*(1-mean)/n) &&
		(share >= timesTheMean*mean || 1-share <= (1-mean)/timesTheMean)
}

var (
	sqlShareRows  = queries.Read("signal_share_rows", "signal_row_columns")
	sqlShareHeads = queries.Read("signal_share_heads")
)

// findShares compares what is kept of the branch with what is kept of everybody.
func (s *Store) findShares(_ context.Context, around *Signals) (found []Signal, err error) {
	for _, of := range []struct {
		kind        SignalKind
		count, mean int64
	}{
		{ManyDeactivated, around.Branch.Inactive(), around.Forest.Inactive()},
		{ManyUnverified, around.Branch.Size - around.Branch.Verified, around.Forest.Size - around.Forest.Verified},
	} {
		mean := float64(of.mean) / float64(max(1, around.Forest.Size))
		if farAbove(of.count, around.Branch.Size, mean) {
			found = append(found, Signal{Kind: of.kind, Count: of.count, Of: around.Branch.Size, Mean: mean})
		}
	}
	return found, nil
}

// BranchSeen is how many people of a branch are gone through for the rows, level by level.
const BranchSeen = siblingsSeen

func (s *Store) shareRows(ctx context.Context, of Signal, limit int) (rows []SignalRow, err error) {
	err = s.askAgain(ctx, &rows, sqlShareRows, of.Inviter.ID, BranchSeen, string(of.Kind), limit)
	return rows, err
}
