package models

import (
	"context"

	"github.com/uptrace/bun"
)

// Resend gives an invitation another link, whose secret is told this once, and time anew. The link before it is dead.
func (s *Store) Resend(ctx context.Context, who *Viewer, id int64) (i *Invitation, secret string, err error) {
	secret = newSecret()
	err = s.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		was, err := s.invitationToChange(ctx, tx, who, id)
		if err != nil {
			return err
		}
		if !was.CanResend() {
			return over("sent again", was.State)
		}
		faults, err := s.inviterFaults(ctx, tx, who, was.Inviter.ID)
		if err == nil && was.Email != "" {
			var taken Invalid
			taken, err = emailFaults(ctx, tx, was.Email, id)
			faults = faults.And(taken)
		}
		if err == nil {
			var beyond Invalid
			beyond, err = s.groupFaults(ctx, tx, who, was.GroupID)
			faults = faults.And(beyond)
		}
		if err != nil {
			return err
		}
		if len(faults) > 0 {
			return faults
		}
		_, err = tx.NewRaw("insert into invitation_links (hash, invitation_id) select hash, id from invitations where id = ?", id).Exec(ctx)
		if err != nil {
			return err
		}
		_, err = tx.NewRaw(`update invitations set hash = ?, prefix = ?, backed_by = ?, mailed = false, send_error = '', expires_at = now() + make_interval(days => days),
			updated_at = now(), version = version + 1 where id = ?`, tokenHash(secret), secret[:secretPrefix], who.ID, id).Exec(ctx)
		if err != nil {
			return err
		}
		if i, err = s.invitation(ctx, tx, id); err != nil {
			return err
		}
		return audit(ctx, tx, InvitationResent, "invitations", id, map[string]change{
			"link": {Now: "changed"}, "expires_at": {Was: was.ExpiresAt, Now: i.ExpiresAt}})
	})
	return i, secret, wrap(err, "resend invitation %d", id)
}

// Revoke takes an invitation back: nobody joins by it any more. Who has joined stays.
func (s *Store) Revoke(ctx context.Context, who *Viewer, id int64) error {
	return wrap(s.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		was, err := s.invitationToChange(ctx, tx, who, id)
		if err != nil {
			return err
		}
		if !was.CanRevoke() {
			return over("revoked", was.State)
		}
		_, err = tx.NewRaw("update invitations set revoked_at = now(), revoked_by = ?, updated_at = now(), version = version + 1 where id = ?", who.ID, id).
			Exec(ctx)
		if err != nil {
			return err
		}
		return audit(ctx, tx, InvitationRevoked, "invitations", id, map[string]change{"state": {Was: was.State, Now: Revoked}})
	}), "revoke invitation %d", id)
}

// NoteSending notes what came of mailing the link of an invitation, unless it has another link by now. Where it worked,
// the link is known to nobody but who reads that address.
func (s *Store) NoteSending(ctx context.Context, id int64, secret string, failure string) error {
	_, err := s.exec(ctx, `update invitations set sends = sends + 1, send_error = $3, mailed = $3 = '',
			sent_at = case when $3 = '' then now() else sent_at end, updated_at = now(), version = version + 1
		where id = $1 and hash = $2`, id, tokenHash(secret), failure)
	return wrap(err, "sending of invitation %d", id)
}

// over says that it is too late to do something with an invitation.
func over(what string, state InvitationState) Invalid {
	why := map[InvitationState]string{Accepted: "all its places are taken", Revoked: "it was revoked", Expired: "it has expired"}[state]
	return Invalid{"invitation": {"This invitation cannot be " + what + ": " + why + "."}}
}

// invitationToChange reads an invitation that somebody may change, and keeps others from changing it or joining by it
// meanwhile. Admins alone change those under admins.
func (s *Store) invitationToChange(ctx context.Context, tx bun.Tx, who *Viewer, id int64) (*Invitation, error) {
	if _, err := tx.NewRaw("select from invitations where id = ? for update", id).Exec(ctx); err != nil {
		return nil, err
	}
	i, err := s.invitation(ctx, tx, id)
	if err == nil && !i.MayChange(who) {
		err = ErrForbidden
	}
	return i, err
}
