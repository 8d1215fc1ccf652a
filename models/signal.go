package models

import (
	"context"
	"slices"
	"time"

	queries "roster/models/sql"
)

// Signal is something about the people under somebody that is worth a look: the numbers that one sentence tells, and
// never a score.
type Signal struct {
	Kind    SignalKind
	Inviter Person // under whom it was noticed

	Count  int64     // whom it is about; of TriedLater, how many tries
	Of     int64     // of how many; of TriedLater, from how many networks
	Newest int64     // they were looked for among the newest so many alone; 0: among all whom the inviter invited
	Since  time.Time // when the first of a Burst or of the tries was,
	Until  time.Time // and the last
	Usual  float64   // of a Burst: how many join in a day
	Mean   float64   // the share of them in the whole directory
	Text   string    // what they have in common
	First  Person    // who stands at the beginning of a SingleChain,
	Last   Person    // and at its end
	Above  int64     // how many of it stand above the inviter
	Cut    bool      // a SingleChain goes on: it is followed chainSeen people up and down
}

// SignalKind says what was noticed.
type SignalKind string

// The kinds, each in a file of its own.
const (
	Burst           SignalKind = "burst"       // many joined within minutes
	TriedLater      SignalKind = "tries"       // codes and links were tried after they had been taken back
	SingleChain     SignalKind = "chain"       // people in a row invited one person each
	NumberBlock     SignalKind = "numbers"     // telephone numbers are of one block of a thousand
	OneMailbox      SignalKind = "mailbox"     // e-mail addresses are spellings of one
	OnlyDigits      SignalKind = "digits"      // e-mail addresses differ in digits alone
	RareDomain      SignalKind = "domain"      // e-mail addresses are at a domain that few others have
	ManyDeactivated SignalKind = "deactivated" // far more were deactivated than elsewhere
	ManyUnverified  SignalKind = "unverified"  // far more never proved their e-mail address than elsewhere
)

// SignalKinds are all of them, in the order in which they are told.
var SignalKinds = []SignalKind{Burst, TriedLater, SingleChain, NumberBlock, OneMailbox, OnlyDigits, RareDomain, ManyDeactivated, ManyUnverified}

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

// SignalRow is one of the rows behind a signal: a person, or a try at a code or a link.
type SignalRow struct {
	Person

	Email         string
	EmailVerified bool
	MobileNumber  string
	CreatedAt     time.Time // when they joined, or when it was tried

	Outcome      Outcome // of a try: why it was turned away
	InvitationID int64   // 0: a code
	Network      string  // from which it came
}

// SignalRows is a signal of one kind about the people under somebody, and the rows behind it.
type SignalRows struct {
	*Signals
	Kind SignalKind
	Rows []SignalRow
}

// Signal is the signal, nil where there is none of this kind, or none any more.
func (r SignalRows) Signal() *Signal {
	if i := slices.IndexFunc(r.Found, func(f Signal) bool { return f.Kind == r.Kind }); i >= 0 {
		return &r.Found[i]
	}
	return nil
}

// SignalRows looks for signals of one kind and reads the rows behind it, limit of them.
func (s *Store) SignalRows(ctx context.Context, id int64, kind SignalKind, limit int) (SignalRows, error) {
	r := SignalRows{Kind: kind}
	at := slices.IndexFunc(signalLooks, func(l signalLook) bool { return slices.Contains(l.kinds, kind) })
	if at < 0 {
		return r, wrap(ErrNotFound, "signal %q", kind)
	}
	var err error
	if r.Signals, err = s.around(ctx, id); err == nil {
		err = r.add(signalLooks[at].find(s, ctx, r.Signals))
	}
	if found := r.Signal(); err == nil && found != nil {
		r.Rows, err = signalLooks[at].rows(s, ctx, *found, limit)
	}
	return r, wrap(err, "signal %s of user %d", kind, id)
}
