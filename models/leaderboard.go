package models

import (
	"context"
	"time"

	queries "roster/models/sql"
)

// Brought is how many people somebody brought, and what became of them.
type Brought struct {
	Inviter  Person
	Joined   int64
	Verified int64 // proved their e-mail address
	Settled  int64 // joined a month ago or earlier
	Kept     int64 // of those, who may still use their account and signed in a month after they joined, or later
}

// leaders is how many inviters a leaderboard names.
const leaders = 50

var sqlLeaderboard = queries.Read("leaderboard")

// Leaderboard names those who brought most people since a moment; the zero time is ever.
func (s *Store) Leaderboard(ctx context.Context, since time.Time) ([]Brought, error) {
	from := "-infinity"
	if !since.IsZero() {
		from = since.UTC().Format(time.RFC3339)
	}
	var list []Brought
	err := s.askAgain(ctx, &list, sqlLeaderboard, from, leaders)
	return list, wrap(err, "leaderboard")
}
