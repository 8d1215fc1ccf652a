package models

import (
	"context"

	queries "roster/models/sql"
)

// signalLook looks for signals of some kinds, in one statement at most, and reads the rows behind one.
type signalLook struct {
	kinds []SignalKind
	find  func(*Store, context.Context, *Signals) ([]Signal, error)
	rows  func(s *Store, ctx context.Context, of Signal, limit int) ([]SignalRow, error)
}

var signalLooks = []signalLook{
	{[]SignalKind{Burst}, (*Store).findBurst, (*Store).burstRows},
	{[]SignalKind{TriedLater}, (*Store).findTries, (*Store).tryRows},
	{[]SignalKind{SingleChain}, (*Store).findChain, (*Store).chainRows},
	{[]SignalKind{NumberBlock}, (*Store).findNumbers, (*Store).numberRows},
	{[]SignalKind{OneMailbox, OnlyDigits, RareDomain}, (*Store).findEmails, (*Store).emailRows},
	{[]SignalKind{ManyDeactivated, ManyUnverified}, (*Store).findShares, (*Store).shareRows},
}

// Signals is what was noticed about the people under somebody, and what it was measured against.
type Signals struct {
	Inviter Person
	Invited int64  // how many they invited
	Branch  Branch // who stands below them
	Forest  Branch // everybody, as if they were one branch
	Found   []Signal
}

// siblingsSeen is how many of those whom somebody invited are looked at, the newest of them: with 200,000 of them a
// full look would take seconds, and what is going on is among the last.
const siblingsSeen = 20_000

// newest is at how many alone it is looked where somebody invited more; 0: it is looked at all.
func (s *Signals) newest(seen int64) int64 {
	if s.Invited <= seen {
		return 0
	}
	return seen
}

// fewest is how many people make a signal of what they have in common: of fewer, chance and families make too many.
const fewest = 10

// Signals looks at the people under somebody. Seven statements at most answer it, however many people there are.
func (s *Store) Signals(ctx context.Context, id int64) (*Signals, error) {
	around, err := s.around(ctx, id)
	for i := 0; i < len(signalLooks) && err == nil; i++ {
		err = around.add(signalLooks[i].find(s, ctx, around))
	}
	return around, wrap(err, "signals of user %d", id)
}

// add keeps what a look has found.
func (s *Signals) add(found []Signal, err error) error {
	for _, f := range found {
		f.Inviter = s.Inviter
		s.Found = append(s.Found, f)
	}
	return err
}

var sqlSignalAround = queries.Read("signal_around")

// around reads what signals are measured against.
func (s *Store) around(ctx context.Context, id int64) (*Signals, error) {
	var row struct {
		Inviter Person
		Invited int64
		Branch
		People, AllActive, AllVerified int64
	}
	err := s.askAgain(ctx, &row, sqlSignalAround, id)
	return &Signals{Inviter: row.Inviter, Invited: row.Invited, Branch: row.Branch,
		Forest: Branch{Size: row.People, Active: row.AllActive, Verified: row.AllVerified}}, err
}

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
