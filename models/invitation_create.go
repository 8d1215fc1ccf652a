package models

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/uptrace/bun"
)

// NewInvitation is an invitation that somebody wants to make.
type NewInvitation struct {
	InviterID int64
	Email     string // "": a link that anybody may use
	GroupID   int64  // 0: none
	Quota     int    // for an e-mail address always one
	Days      int
}

// What an invitation has unless somebody says otherwise, and at most.
const (
	UsualDays = 14
	MostDays  = 365
	MostQuota = 10_000
)

// How long the secret of a link is, in random bytes, and how much of it is kept to tell links apart: what nobody keeps
// still has 160 random bits.
const (
	secretBytes  = 24
	secretPrefix = 6
)

func newSecret() string {
	random := make([]byte, secretBytes)
	rand.Read(random) // never fails: it ends the program instead
	return hex.EncodeToString(random)
}

// Invite makes an invitation and gives the secret of its link, which is told this once: only its SHA-256 is kept.
func (s *Store) Invite(ctx context.Context, who *Viewer, n NewInvitation) (made *Invitation, secret string, err error) {
	if !who.Can(MakeInviteCodes) {
		return nil, "", wrap(ErrForbidden, "invite")
	}
	if n.Email != "" {
		n.Quota = 1
	}
	faults := n.check()
	secret = newSecret()
	err = s.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		faults, err := s.inviteFaults(ctx, tx, who, n, faults)
		if err != nil {
			return err
		}
		if len(faults) > 0 {
			return faults
		}
		var id int64
		err = tx.NewRaw(`insert into invitations (inviter_id, email, group_id, quota, prefix, hash, days, created_by, backed_by, expires_at)
			values (?0, nullif(?1, ''), nullif(?2, 0), ?3, ?4, ?5, ?6, ?7, ?7, now() + make_interval(days => ?6)) returning id`,
			n.InviterID, n.Email, n.GroupID, n.Quota, secret[:secretPrefix], tokenHash(secret), n.Days, who.ID).Scan(ctx, &id)
		if err != nil {
			return err
		}
		changes := map[string]change{"inviter": {Now: n.InviterID}, "quota": {Now: n.Quota}, "days": {Now: n.Days}}
		if n.Email != "" {
			changes["email"] = change{Now: n.Email}
		}
		if n.GroupID != 0 {
			changes["group"] = change{Now: n.GroupID}
		}
		if err := audit(ctx, tx, InvitationMade, "invitations", id, changes); err != nil {
			return err
		}
		made, err = s.invitation(ctx, tx, id)
		return err
	})
	return made, secret, wrap(err, "invite")
}

// check says what is wrong with an invitation at first sight.
func (n *NewInvitation) check() Invalid {
	faults := Invalid{}
	if n.Email != "" {
		value, wrong := draftFields["email"].read(n.Email)
		if n.Email, _ = value.(string); wrong != nil {
			faults["email"] = wrong
		}
	}
	if n.Quota < 1 || n.Quota > MostQuota {
		faults["quota"] = []string{fmt.Sprintf("Between 1 and %d people can join by one link.", MostQuota)}
	}
	if n.Days < 1 || n.Days > MostDays {
		faults["days"] = []string{fmt.Sprintf("A link works for 1 to %d days.", MostDays)}
	}
	return faults
}

// inviteFaults adds what is wrong with an invitation as things stand.
func (s *Store) inviteFaults(ctx context.Context, tx bun.Tx, who *Viewer, n NewInvitation, faults Invalid) (Invalid, error) {
	under, err := s.inviterFaults(ctx, tx, who, n.InviterID)
	if err != nil {
		return nil, err
	}
	faults = faults.And(under)
	beyond, err := s.groupFaults(ctx, tx, who, n.GroupID)
	if err != nil {
		return nil, err
	}
	faults = faults.And(beyond)
	if n.Email != "" && faults["email"] == nil {
		taken, err := emailFaults(ctx, tx, n.Email, 0)
		if err != nil {
			return nil, err
		}
		faults = faults.And(taken)
	}
	return faults, nil
}

// inviterFaults says why nobody can be invited under a person, or not by this viewer.
func (s *Store) inviterFaults(ctx context.Context, tx bun.Tx, who *Viewer, id int64) (Invalid, error) {
	var u User
	err := tx.NewRaw("select id, is_active, is_admin from users where id = ? for key share", id).Scan(ctx, &u)
	if errors.Is(translate(err), ErrNotFound) {
		return Invalid{"inviter": {"There is nobody with this id."}}, nil
	}
	if err != nil {
		return nil, err
	}
	switch {
	case !who.MayInviteUnder(&u):
		return Invalid{"inviter": {"Only an admin can invite people under an admin."}}, nil
	case !u.IsActive:
		return Invalid{"inviter": {"This account is inactive: nobody can join under it."}}, nil
	}
	f, err := s.frozen(ctx, tx, id)
	if f != nil {
		return Invalid{"inviter": {"Invitations are frozen under " + f.Person.Name() + ": nobody can join there now."}}, err
	}
	return nil, err
}

// emailFaults says why nobody is to be invited at an address. Two who invite there at once take turns.
func emailFaults(ctx context.Context, tx bun.Tx, email string, besides int64) (Invalid, error) {
	if _, err := tx.NewRaw("select pg_advisory_xact_lock(hashtext('roster.invitations.email'), hashtext(lower(? collate \"C\")))", email).Exec(ctx); err != nil {
		return nil, err
	}
	var found struct{ Owner, Pending bool }
	err := tx.NewRaw(`select exists (select from users u where lower(u.email) = lower(?0 collate "C")) as owner,
		exists (select from invitations v where lower(v.email) = lower(?0 collate "C") and v.id <> ?1 and invitation_state(v) = 'pending') as pending`,
		email, besides).Scan(ctx, &found)
	switch {
	case err != nil:
		return nil, err
	case found.Owner:
		return Invalid{"email": {"Somebody in the directory has this address already."}}, nil
	case found.Pending:
		return Invalid{"email": {"There is a pending invitation to this address: resend that one, or revoke it first."}}, nil
	}
	return nil, nil
}
