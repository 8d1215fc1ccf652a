package models

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

// branchNote is what became of the branch of somebody, and so of everybody above them.
type branchNote struct {
	ID         int64
	Notes      int // of how many this is the sum
	Size       int64
	Active     int64
	Verified   int64
	Levels     int
	LastJoined time.Time
	Gone       bool // somebody went who stood so far down, and came so late
	GoneLevels int
	GoneJoined time.Time
}

// add notes for an inviter what became of the branch of somebody they invited.
func (n *branchNote) add(below branchNote, perhapsLast bool) {
	n.Size += below.Size
	n.Active += below.Active
	n.Verified += below.Verified
	n.Levels = max(n.Levels, further(below.Levels))
	n.LastJoined = later(n.LastJoined, below.LastJoined)
	if perhapsLast {
		n.Gone = true
		n.GoneLevels = max(n.GoneLevels, further(below.GoneLevels))
		n.GoneJoined = later(n.GoneJoined, below.GoneJoined)
	}
}

// further is a level as it is seen from one above; 0 is none.
func further(levels int) int {
	if levels == 0 {
		return 0
	}
	return levels + 1
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// branchHead is somebody in the part of the forest that notes are about.
type branchHead struct {
	branchNote
	inviter *branchHead
	waits   int // for so many of those they invited, who have notes too

	levels int // as they were kept
	joined time.Time
}

// look says whether those who went from the branch may have been its farthest or its last.
func (p *branchHead) look() bool {
	return p.Gone && (p.GoneLevels > 0 && p.GoneLevels >= max(p.levels, p.Levels) ||
		!p.GoneJoined.IsZero() && !p.GoneJoined.Before(later(p.joined, p.LastJoined)))
}

// addUp takes up to limit notes about branches and adds them to what is kept of everybody above. It waits for its turn:
// until the transaction ends nobody else adds up, and nobody is moved.
func (s *Store) addUp(ctx context.Context, tx bun.Tx, limit int) (taken int, err error) {
	if _, err := tx.ExecContext(ctx, "set local jit = off; select pg_advisory_xact_lock(hashtext('roster.users.inviter'))"); err != nil {
		return 0, err
	}
	var notes []branchNote
	if err := s.in(ctx, tx, &notes, sqlBranchNotes, limit); err != nil || len(notes) == 0 {
		return 0, err
	}
	people, err := s.branchHeads(ctx, tx, notes)
	if err != nil {
		return 0, err
	}
	sum, again := addedUp(people)
	if err := s.keep(ctx, tx, sum); err != nil {
		return 0, err
	}
	if len(again) > 0 {
		if _, err := tx.Tx.ExecContext(ctx, "select look_again($1)", array(again)); err != nil {
			return 0, err
		}
	}
	for _, n := range notes {
		taken += n.Notes
	}
	return taken, nil
}

// branchHeads finds those whom notes are about, and everybody above them.
func (s *Store) branchHeads(ctx context.Context, tx bun.Tx, notes []branchNote) ([]*branchHead, error) {
	ids := make([]int64, len(notes))
	for i, n := range notes {
		ids[i] = n.ID
	}
	var rows []struct {
		ID         int64
		InviterID  int64 `bun:",nullzero"`
		Levels     int
		LastJoined time.Time
	}
	if err := s.in(ctx, tx, &rows, sqlBranchAbove, array(ids)); err != nil {
		return nil, err
	}
	people := make([]*branchHead, len(rows))
	byID := make(map[int64]*branchHead, len(rows))
	for i, row := range rows {
		people[i] = &branchHead{branchNote: branchNote{ID: row.ID}, levels: row.Levels, joined: row.LastJoined}
		byID[row.ID] = people[i]
	}
	for i, row := range rows {
		if inviter := byID[row.InviterID]; inviter != nil {
			people[i].inviter = inviter
			inviter.waits++
		}
	}
	for _, n := range notes {
		if p := byID[n.ID]; p != nil {
			p.branchNote = n
		}
	}
	return people, nil
}

// addedUp carries every note up to the root, whoever stands below others before them. Again are those of whom it is not
// known how far their branch goes down, or who came last in it. People in a ring, which only somebody past the triggers
// can make, stay as they are.
func addedUp(people []*branchHead) (sum []*branchHead, again []int64) {
	var free []*branchHead
	for _, p := range people {
		if p.waits == 0 {
			free = append(free, p)
		}
	}
	for len(free) > 0 {
		p := free[len(free)-1]
		free = free[:len(free)-1]
		sum = append(sum, p)
		look := p.look()
		if look {
			again = append(again, p.ID)
		}
		if p.inviter == nil {
			continue
		}
		p.inviter.add(p.branchNote, look)
		if p.inviter.waits--; p.inviter.waits == 0 {
			free = append(free, p.inviter)
		}
	}
	return sum, again
}

// keep adds what was summed up to what is kept.
func (s *Store) keep(ctx context.Context, tx bun.Tx, sum []*branchHead) error {
	ids, sizes, active, verified, levels := make([]int64, len(sum)), make([]int64, len(sum)), make([]int64, len(sum)), make([]int64, len(sum)), make([]int64, len(sum))
	joined := make([]string, len(sum))
	for i, p := range sum {
		ids[i], sizes[i], active[i], verified[i], levels[i] = p.ID, p.Size, p.Active, p.Verified, int64(p.Levels)
		joined[i] = "NULL"
		if !p.LastJoined.IsZero() {
			joined[i] = p.LastJoined.UTC().Format(time.RFC3339Nano)
		}
	}
	_, err := tx.Tx.ExecContext(ctx, sqlBranchAdd, array(ids), array(sizes), array(active), array(verified), array(levels), "{"+strings.Join(joined, ",")+"}")
	return err
}
