package models

import (
	"context"
	"fmt"
	"strings"

	queries "roster/models/sql"
)

// Welcome is what an invitation says to whom it invites: the door that a link or an invite code opens.
type Welcome struct {
	InviterID    int64
	Inviter      Person
	InvitationID int64  // 0: an invite code
	Email        string // to which the link was sent; "": anybody may use it
	Mailed       bool   // the link was shown to nobody but who reads that address
	GroupID      int64

	Outcome Outcome
}

// Outcome is what comes of opening a link or a code, as sql/welcome.sql tells it.
type Outcome string

// The outcomes. All but Opens are noted.
const (
	Opens     Outcome = "open"
	Unknown   Outcome = "unknown"  // nobody has such a link or code
	Retired   Outcome = "retired"  // a code that somebody had before
	Inactive  Outcome = "inactive" // a code of somebody who may do nothing any more
	Replaced  Outcome = "replaced" // a newer link was sent
	UsedUp    Outcome = "accepted" // all its places are taken
	TooLate   Outcome = "expired"
	TakenBack Outcome = "revoked"
	Unbacked  Outcome = "unbacked" // who made it may not put people into its group any more
	IsFrozen  Outcome = "frozen"   // the inviter takes no one at the moment
	NameTaken Outcome = "taken"    // the door was open; the username that was asked for is somebody's
)

// Closed says that an invitation was known and lets nobody in, why, and whose it was.
type Closed struct {
	Why     Outcome
	Inviter Person
}

func (c Closed) Error() string {
	return fmt.Sprintf("the invitation of user %d is closed: %s", c.Inviter.ID, c.Why)
}

var sqlWelcome = queries.Read("welcome")

// OpenInvitation looks at what the secret of a link or an invite code opens. What is not known, and what nobody may know
// was a code once, is ErrNotFound; what is known and lets nobody in is Closed; who tries too often is Throttled.
func (s *Store) OpenInvitation(ctx context.Context, secret string) (*Welcome, error) {
	a, err := s.attempt(ctx, secret)
	if err == nil {
		err = a.admits()
		a.end(ctx)
	}
	return a.Welcome, wrap(err, "open an invitation")
}

// welcome is what was found, or that nothing was.
func welcome(found []Welcome) *Welcome {
	if len(found) == 0 {
		return &Welcome{Outcome: Unknown}
	}
	return &found[0]
}

// admits says why a door is not open; nil: it is. A code that is one no more is answered as if it had never been one.
func (w *Welcome) admits() error {
	switch w.Outcome {
	case Opens:
		return nil
	case Unknown, Retired, Inactive:
		return ErrNotFound
	}
	return Closed{Why: w.Outcome, Inviter: w.Inviter}
}

// codeOf is an invite code as it is kept, from one as it was typed; "" where it can be none.
func codeOf(typed string) string {
	if len(typed) != inviteLength || strings.Trim(typed, inviteLetters) != "" {
		return ""
	}
	return typed
}
