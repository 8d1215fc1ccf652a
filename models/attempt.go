package models

import (
	"context"
	"time"

	queries "roster/models/sql"
)

// missesByAddress is how many links and codes that let nobody in somebody may try within five minutes
// (sql/throttle_guests.sql), as many as passwords.
const missesByAddress = guessesByAddress

// attempt is a try at a link or a code while it lasts, and what it opens.
type attempt struct {
	*Welcome

	store *Store
	id    int64
}

var sqlThrottleGuests = queries.Read("throttle_guests")

// attempt notes a try at a link or a code and counts those before it, as admit does with guesses, and looks at what it
// opens. A try that is turned away for those before it, or gets in, is not counted afterwards.
func (s *Store) attempt(ctx context.Context, secret string) (a attempt, err error) {
	kept := context.WithoutCancel(ctx) // also when the client has hung up
	address := network(actor(ctx).Address)
	a.store = s
	if err := s.one(kept, &a.id, "insert into invitation_attempts (address) values ($1) returning id", address); err != nil {
		return a, err
	}
	var wait float64
	err = s.one(kept, &wait, sqlThrottleGuests, address, a.id, missesByAddress)
	if err == nil && wait > 0 {
		err = Throttled{After: time.Duration(wait+1) * time.Second}
	}
	var found []Welcome
	if err == nil {
		err = s.all(ctx, &found, sqlWelcome, tokenHash(secret), codeOf(secret))
	}
	if err != nil {
		a.forget(ctx)
	}
	a.Welcome = welcome(found)
	return a, err
}

// end keeps the note of a try that did not get in, with what it came to, and takes back others.
func (a attempt) end(ctx context.Context) {
	if a.Outcome == Opens {
		a.forget(ctx)
		return
	}
	a.store.exec(context.WithoutCancel(ctx),
		"update invitation_attempts set outcome = $2, invitation_id = nullif($3, 0), inviter_id = nullif($4, 0) where id = $1",
		a.id, string(a.Outcome), a.InvitationID, a.InviterID)
}

// forget takes the note back. One that stays where the database is away counts as a miss, which is no reason to fail.
func (a attempt) forget(ctx context.Context) {
	a.store.exec(context.WithoutCancel(ctx), "delete from invitation_attempts where id = $1", a.id)
}
