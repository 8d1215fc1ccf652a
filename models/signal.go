package models

import "time"

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
