package models

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"
)

// How long a session lasts, as sql/viewer_of_session.sql says: 30 minutes without a request, 8 hours in all.

// sessionHash is what is kept of a session's id: who reads the table cannot sign in with what it holds.
func sessionHash(id string) []byte {
	hash := sha256.Sum256([]byte(id))
	return hash[:]
}

// Session is what a session's cookie stands for.
type Session struct {
	Viewer

	Data []byte // what web keeps in it
}

// Session finds a live session by the id in its cookie, with its viewer, in one statement. One that has ended is
// ErrNotFound.
func (s *Store) Session(ctx context.Context, id string) (*Session, error) {
	session := new(Session)
	err := s.one(ctx, session, sqlViewerOfSession, sessionHash(id))
	return session, wrap(err, "session")
}

// TouchSession notes that a session is in use and its owner is here, which keeps it from ending. A use within half a
// minute of the last is not written.
func (s *Store) TouchSession(ctx context.Context, v *Viewer, id string) error {
	if !v.Unseen {
		return nil
	}
	_, err := s.exec(ctx, `with used as (update sessions set seen_at = now() where hash = $1)
		insert into presence (user_id) values ($2) on conflict (user_id) do update set seen_at = now()`, sessionHash(id), v.ID)
	return wrap(err, "touch session")
}

// SaveSession keeps a session under a new id, or writes the data of one that is there.
func (s *Store) SaveSession(ctx context.Context, id string, userID int64, data []byte) error {
	_, err := s.exec(ctx, `insert into sessions (hash, user_id, data) values ($1, nullif($2, 0), $3)
		on conflict (hash) do update set data = excluded.data`, sessionHash(id), userID, data)
	return wrap(err, "save session")
}

// EndSession deletes a session: its cookie is worth nothing from now on.
func (s *Store) EndSession(ctx context.Context, id string) error {
	err := s.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var userID int64
		err := tx.NewRaw("delete from sessions where hash = ? returning coalesce(user_id, 0)", sessionHash(id)).Scan(ctx, &userID)
		if errors.Is(err, sql.ErrNoRows) {
			return nil // it ended before
		}
		if err != nil {
			return err
		}
		a := actor(ctx)
		a.ID = userID // nobody asked who they are: the session says it
		return audit(WithActor(ctx, a), tx, SignedOut, "users", userID, nil)
	})
	return wrap(err, "end session")
}

// Sweep deletes what has run out: ended sessions, and guesses that no throttle asks for any more. Tries at invitations that
// were known are kept for three months.
func (s *Store) Sweep(ctx context.Context) error {
	_, err := s.exec(ctx, `with old as (delete from sessions
			where seen_at < now() - interval '30 minutes'), -- one past its eight hours is seen no more
		tried as (delete from invitation_attempts where at < now() - interval '1 hour'
			and (inviter_id is null or at < now() - interval '90 days'))
		delete from login_attempts where at < now() - interval '1 hour'`)
	return wrap(err, "sweep")
}
