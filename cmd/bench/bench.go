package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// bench is a run: two servers on one directory, and how they are measured.
type bench struct {
	directory *directory
	keys      keys
	roster    *child
	floor     *child

	only   *regexp.Regexp
	rounds int
	lasts  time.Duration // each round of each server
	checks int           // how many answers of each trial are compared before
	tell   func(result)  // hears of each result as it comes
}

// result is what came of a trial.
type result struct {
	Name        string    `json:"name"`
	Connections int       `json:"connections"`
	Roster      *figures  `json:"roster,omitempty"`
	Floor       *figures  `json:"floor,omitempty"`
	Ratio       float64   `json:"ratio,omitempty"` // how many roster answers for each of the floor's
	Download    *download `json:"download,omitempty"`
	Note        string    `json:"note,omitempty"`
}

// What a note says of a trial that was not measured.
const (
	refused = "refused"
	wrong   = "wrong"
)

// run measures the trials, one after the other. The error tells of every wrong answer; the other results are good.
func (b *bench) run(ctx context.Context) (results []result, err error) {
	all, err := trials(b.directory, b.keys)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{} // refused, or not
	var first result
	for _, t := range all {
		if !b.only.MatchString(t.name) {
			continue
		}
		if t.name == mixture {
			t.asks = mix(all, func(part trial) bool { return b.refuses(part, known) })
		}
		r, fault := b.measure(ctx, t)
		if ctx.Err() != nil {
			return results, ctx.Err()
		}
		switch {
		case errors.Is(fault, errRefused):
			r.Note = refused
		case fault != nil:
			r.Note = wrong
			err = errors.Join(err, fmt.Errorf("%s: %w", t.name, fault))
		case t.name == firstPage:
			first = r
		case strings.HasPrefix(t.name, "list, page") && first.Roster != nil && r.Note == "":
			r.Note = fmt.Sprintf("%.2f of page 1; floor %.2f", r.Roster.PerSecond/first.Roster.PerSecond, r.Floor.PerSecond/first.Floor.PerSecond)
		}
		known[t.name] = r.Note == refused
		results = append(results, r)
		b.tell(r)
	}
	return results, err
}

// refuses says whether roster does not answer a trial's questions yet, and asks it where that is not known.
func (b *bench) refuses(t trial, known map[string]bool) bool {
	if is, asked := known[t.name]; asked {
		return is
	}
	c, err := dial(b.roster.addr())
	if err != nil {
		return false // what is wrong is told when the mixture is measured
	}
	defer c.close()
	_, err = c.good(t.requests(b.roster.addr(), b.keys, "")[0])
	return errors.Is(err, errRefused)
}

// measure compares some answers, and then lets the servers take turns, each beginning as often as the other. The first
// round also warms them up: the medians leave that out.
func (b *bench) measure(ctx context.Context, t trial) (r result, err error) {
	r = result{Name: t.name, Connections: t.connections}
	if len(t.asks) == 0 {
		return r, errRefused
	}
	if t.form == asJoining {
		return b.join(ctx, b.rounds)
	}
	cookie := ""
	if t.form == asPage {
		if cookie, err = b.keys.signIn(b.roster.origin); err != nil {
			return r, err
		}
	}
	requests := t.requests(b.roster.addr(), b.keys, cookie)
	if t.form == asCSV {
		r.Download, err = b.download(requests[0])
		return r, err
	}
	servers := []*child{b.roster, b.floor}
	if t.form == asPage || t.form == asTold {
		servers = servers[:1]
	}
	if err := b.check(servers, requests); err != nil {
		return r, err
	}
	lasts := b.lasts
	if t.name == mixture {
		lasts *= 10 // a hundred trials in one
	}
	rounds := make([][]figures, len(servers))
	for round := range b.rounds {
		for turn := range servers {
			which := (round + turn) % len(servers)
			f, err := load(ctx, servers[which].addr(), requests, round*1009, t.connections, lasts)
			if err != nil {
				return r, err
			}
			rounds[which] = append(rounds[which], f)
		}
	}
	r.Roster = new(medians(rounds[0]))
	if len(servers) > 1 {
		r.Floor, r.Ratio = new(medians(rounds[1])), ratio(rounds[0], rounds[1])
	}
	if r.Roster.GaveUp > 0 {
		r.Note = fmt.Sprintf("gave up %d of %d, such as %s", r.Roster.GaveUp, r.Roster.Answers, r.Roster.Slowest)
	}
	return r, nil
}
