package models

import (
	"context"
	"time"

	queries "roster/models/sql"
)

// headsShown is how many inviters are named of each kind, and newestJoins at how many who joined it is looked for the
// bursts of burstDays.
const (
	headsShown  = 20
	burstDays   = 30
	newestJoins = 50_000
)

var sqlBurstHeads = queries.Read("signal_burst_heads")

// SignalHeads names those in the whole forest under whom something was noticed that can be told from what is kept: the
// biggest bursts of the last days, the latest tries at what was taken back, and the branches of which the greatest
// shares were deactivated or never verified. Three statements.
func (s *Store) SignalHeads(ctx context.Context) (heads []Signal, err error) {
	heads, err = s.burstHeads(ctx)
	var tries, shares []Signal
	if err == nil {
		err = s.askAgain(ctx, &tries, fill(sqlTries, "which", "a.inviter_id is not null"), fewestTries, headsShown)
	}
	if err == nil {
		err = s.askAgain(ctx, &shares, sqlShareHeads, leastBranch, headsShown)
	}
	heads = append(heads, tries...)
	for _, of := range shares {
		if farAbove(of.Count, of.Of, of.Mean) {
			heads = append(heads, of)
		}
	}
	return heads, wrap(err, "signals of the forest")
}

// burstHeads finds the busiest stretch of each of those under whom people joined of late, and keeps the bursts.
func (s *Store) burstHeads(ctx context.Context) (bursts []Signal, err error) {
	var found []joins
	since := time.Now().AddDate(0, 0, -burstDays).UTC().Format(time.RFC3339)
	err = s.askAgain(ctx, &found, sqlBurstHeads, since, newestJoins, burstWithin.String(), burstPeople)
	for _, j := range found {
		if signal, ok := j.burst(); ok && len(bursts) < headsShown {
			bursts = append(bursts, signal)
		}
	}
	return bursts, err
}
