package models

import (
	"context"
	"time"

	queries "roster/models/sql"
)

// How many people must join within which time, and how many times what is usual in a day, to make a burst: a script
// needs no longer, and whoever shares a link at a party stays below both.
const (
	burstWithin = 10 * time.Minute
	burstPeople = fewest
	burstTimes  = 10
)

// joinsSeen is how many of those whom somebody invited are looked at for a burst, the newest of them. That takes an
// index alone, and is sooner done than other looks.
const joinsSeen = 10 * siblingsSeen

// joins is the busiest stretch of an inviter, and all their time.
type joins struct {
	Inviter      Person
	Invited      int64
	Count        int64
	Since, Until time.Time
	First, Last  time.Time // when the first and the last of all joined whom they invited
}

// burst says whether the stretch is one. What is usual is told by the others, in the days from the first to the last.
func (j joins) burst() (Signal, bool) {
	days := max(1, j.Last.Sub(j.First).Hours()/24)
	usual := float64(max(0, j.Invited-j.Count)) / days
	return Signal{Kind: Burst, Inviter: j.Inviter, Count: j.Count, Of: j.Invited, Since: j.Since, Until: j.Until, Usual: usual},
		j.Count >= burstPeople && float64(j.Count) >= burstTimes*usual
}

var (
	sqlBurst     = queries.Read("signal_burst")
	sqlBurstRows = queries.Read("signal_burst_rows", "signal_row_columns")
)

func (s *Store) findBurst(ctx context.Context, around *Signals) ([]Signal, error) {
	if around.Invited < burstPeople {
		return nil, nil
	}
	var found []joins
	err := s.askAgain(ctx, &found, sqlBurst, around.Inviter.ID, joinsSeen, burstWithin.String(), around.Inviter.ID)
	for _, j := range found {
		j.Invited = around.Invited
		if signal, ok := j.burst(); ok {
			signal.Newest = around.newest(joinsSeen)
			return []Signal{signal}, err
		}
	}
	return nil, err
}

func (s *Store) burstRows(ctx context.Context, of Signal, limit int) (rows []SignalRow, err error) {
	err = s.askAgain(ctx, &rows, sqlBurstRows, of.Inviter.ID, of.Since.UTC().Format(time.RFC3339Nano), of.Until.UTC().Format(time.RFC3339Nano), limit)
	return rows, err
}
