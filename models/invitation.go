package models

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	queries "roster/models/sql"
)

// Invitation lets people join under an inviter, by a link: one person, to whose e-mail address it is sent, or as many as
// it has places for whoever passes the link on.
type Invitation struct {
	ID             int64
	Inviter        Person // under whom the accounts will stand
	InviterIsAdmin bool
	Email          string // "": anybody may use the link
	GroupID        int64  // where the accounts are put; 0: nowhere
	GroupName      string
	Quota          int // how many may join
	Joined         int
	Prefix         string // how the secret of the link begins
	Days           int    // how long a link works
	State          InvitationState

	CreatedBy *Person
	CreatedAt time.Time
	ExpiresAt time.Time
	RevokedBy *Person
	RevokedAt time.Time
	Version   int64

	Sends     int       // how often the link was mailed
	SentAt    time.Time // when that worked last
	SendError string    // why it did not, the last time; "" where it did
	Mailed    bool      // the link that works now was mailed and shown to nobody

	People People // who joined, the first of them; only Store.Invitation reads them
}

// InvitationState is what has become of an invitation, as the schema's invitation_state tells it.
type InvitationState string

// The states of an invitation.
const (
	Pending  InvitationState = "pending"  // who has the link can join
	Accepted InvitationState = "accepted" // all its places are taken
	Expired  InvitationState = "expired"
	Revoked  InvitationState = "revoked"
)

// InvitationStates are all of them, in the order in which they are shown.
var InvitationStates = []InvitationState{Pending, Accepted, Expired, Revoked}

// MayChange says whether somebody may send an invitation again, or revoke it: who could have made it.
func (i *Invitation) MayChange(who *Viewer) bool {
	return who.Can(MakeInviteCodes) && who.MayInviteUnder(&User{ID: i.Inviter.ID, IsAdmin: i.InviterIsAdmin})
}

// CanResend says whether an invitation can have another link: while somebody can still join, or could but for the time.
func (i *Invitation) CanResend() bool { return i.State == Pending || i.State == Expired }

// CanRevoke says whether there is anything to take back.
func (i *Invitation) CanRevoke() bool { return i.CanResend() }

var sqlInvitation = queries.Read("invitation", "invitation_columns")

// joinedShown is how many of those who joined are read with an invitation.
const joinedShown = 50

// Invitation reads one invitation, and the first of those who joined by it.
func (s *Store) Invitation(ctx context.Context, id int64) (*Invitation, error) {
	i := new(Invitation)
	err := s.one(ctx, i, sqlInvitation, id, joinedShown)
	return i, wrap(err, "invitation %d", id)
}

// invitation is Invitation in the transaction that makes or changes one.
func (s *Store) invitation(ctx context.Context, tx bun.Tx, id int64) (*Invitation, error) {
	var found []*Invitation
	if err := s.in(ctx, tx, &found, sqlInvitation, id, joinedShown); err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, ErrNotFound
	}
	return found[0], nil
}
