package models

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/uptrace/bun"

	queries "roster/models/sql"
)

// Freeze keeps somebody, and everybody below them in the forest, from inviting.
type Freeze struct {
	Person Person // who was frozen
	At     time.Time
	By     *Person // nil: the command line
	Reason string
	JobID  int64 // the job by which they were; 0: by another way
}

// maxReason is how many characters the reason of a freeze may have.
const maxReason = 500

var sqlFreeze = queries.Read("freeze")

// Frozen says what keeps somebody from inviting: their own freeze, or the first of those above them; nil: nothing does.
func (s *Store) Frozen(ctx context.Context, id int64) (*Freeze, error) {
	var found []Freeze
	if err := s.all(ctx, &found, sqlFreeze, id); err != nil || len(found) == 0 {
		return nil, wrap(err, "freeze of user %d", id)
	}
	return &found[0], nil
}

// awaitFreezes lets a transaction that invites, or lets somebody join, take its turn with those who freeze: once somebody
// is frozen, nobody joins who began before.
func awaitFreezes(ctx context.Context, tx bun.Tx) error {
	_, err := tx.NewRaw("select pg_advisory_xact_lock_shared(hashtext('roster.invitations.freeze'))").Exec(ctx)
	return err
}

// frozen is Frozen in such a transaction.
func (s *Store) frozen(ctx context.Context, tx bun.Tx, id int64) (*Freeze, error) {
	if err := awaitFreezes(ctx, tx); err != nil {
		return nil, err
	}
	var found []Freeze
	if err := s.in(ctx, tx, &found, sqlFreeze, id); err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// FreezeInvitations keeps somebody, and everybody below them, from inviting: their links and codes let nobody in until
// they are thawed. Who is frozen already stays so, for the reason given first.
func (s *Store) FreezeInvitations(ctx context.Context, id int64, reason string) error {
	reason = strings.TrimSpace(reason)
	if unreadable(reason) != "" || utf8.RuneCountInString(reason) > maxReason {
		return Invalid{"reason": {"Give the reason in one line of at most 500 characters."}}
	}
	const freeze = "insert into invitation_freezes (user_id, by_id, reason) values (?, nullif(?, 0), ?) on conflict (user_id) do nothing"
	return wrap(s.freezing(ctx, id, InvitationsFrozen, map[string]change{"reason": {Now: reason}}, freeze, id, actor(ctx).ID, reason),
		"freeze invitations of user %d", id)
}

// ThawInvitations takes somebody's own freeze back. One of somebody above them stays.
func (s *Store) ThawInvitations(ctx context.Context, id int64) error {
	return wrap(s.freezing(ctx, id, InvitationsThawed, nil, "delete from invitation_freezes where user_id = ?", id),
		"thaw invitations of user %d", id)
}

// freezing changes whether somebody is frozen, and notes it where it was otherwise before.
func (s *Store) freezing(ctx context.Context, id int64, action Action, changes map[string]change, query string, args ...any) error {
	return s.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := freezingIn(ctx, tx, id, action, changes, query, args...)
		return err
	})
}

// freezingIn is freezing in a transaction, while nobody invites or joins. It says whether it was otherwise before.
func freezingIn(ctx context.Context, tx bun.Tx, id int64, action Action, changes map[string]change, query string, args ...any) (bool, error) {
	if _, err := tx.NewRaw("select pg_advisory_xact_lock(hashtext('roster.invitations.freeze'))").Exec(ctx); err != nil {
		return false, err
	}
	var there int64
	if err := tx.NewRaw("select id from users where id = ? for key share", id).Scan(ctx, &there); err != nil {
		return false, err
	}
	res, err := tx.NewRaw(query, args...).Exec(ctx)
	if err != nil {
		return false, err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return false, err
	}
	return true, audit(ctx, tx, action, "users", id, changes)
}
