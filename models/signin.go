package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

// ErrRefused is the one answer to every sign-in that fails: unknown, wrong, inactive or not staff.
var ErrRefused = errors.New("sign-in refused")

// Throttled says that there were too many guesses, and when to try again.
type Throttled struct{ After time.Duration }

func (t Throttled) Error() string { return fmt.Sprintf("too many guesses: try again in %s", t.After) }

// How many guesses there may be within five minutes (sql/throttle.sql), for one username and from one address.
const (
	guessesPerName   = 8
	guessesByAddress = 30
)

// SignIn checks a username and a password, and returns whose they are if they may enter the console. It does the same
// work whatever is wrong, and says only ErrRefused, or Throttled.
func (s *Store) SignIn(ctx context.Context, username, password string) (int64, error) {
	username = strings.ToLower(strings.TrimSpace(username))
	forget, err := s.admit(ctx, username)
	if err != nil {
		return 0, wrap(err, "sign in")
	}
	var who struct {
		ID           int64
		PasswordHash string
		IsActive     bool
		IsStaff      bool
		IsAdmin      bool
	}
	err = s.one(ctx, &who, `select id, password_hash, is_active, is_staff, is_admin from users where lower(username) = lower($1 collate "C")`, username)
	if err != nil && !errors.Is(translate(err), ErrNotFound) {
		return 0, wrap(errors.Join(err, forget()), "sign in")
	}
	may := (&Viewer{IsActive: who.IsActive, IsStaff: who.IsStaff, IsAdmin: who.IsAdmin}).MayEnter()
	if len(password) > PasswordMax {
		password, who.PasswordHash = "", ""
	}
	matches, err := s.passwordMatches(ctx, password, who.PasswordHash)
	if err != nil {
		return 0, wrap(errors.Join(err, forget()), "sign in")
	}
	if !matches || !may {
		// What was typed is not kept: now and then it is somebody's password.
		err := s.inTx(ctx, func(ctx context.Context, tx bun.Tx) error { return audit(ctx, tx, SignInRefused, "users", who.ID, nil) })
		if err != nil {
			return 0, wrap(err, "sign in")
		}
		return 0, ErrRefused
	}
	err = s.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewRaw("delete from login_attempts where username = ?", username).Exec(ctx); err != nil {
			return err
		}
		// The password may have been changed since it was read.
		err := tx.NewRaw("update users set last_login = now() where id = ? and password_hash = ? returning id", who.ID, who.PasswordHash).
			Scan(ctx, &who.ID)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrRefused
		}
		if err != nil {
			return err
		}
		_, err = tx.NewRaw("insert into presence (user_id) values (?) on conflict (user_id) do update set seen_at = now()", who.ID).Exec(ctx)
		if err != nil {
			return err
		}
		a := actor(ctx)
		a.ID = who.ID
		return audit(WithActor(ctx, a), tx, SignedIn, "users", who.ID, nil)
	})
	if err != nil {
		return 0, wrap(err, "sign in")
	}
	return who.ID, nil
}

// admit notes a guess and counts it with those before, and gives what takes the note back. The note comes first, so that
// guesses made at once count each other. A guess that is turned away, or whose password is never looked at, is not
// counted afterwards: who waits as told is let in. That holds also when the client has hung up.
func (s *Store) admit(ctx context.Context, username string) (forget func() error, err error) {
	ctx = context.WithoutCancel(ctx)
	address := actor(ctx).Address
	var guess struct {
		ID int64
	}
	if err := s.one(ctx, &guess, "insert into login_attempts (username, address) values ($1, $2) returning id", username, network(address)); err != nil {
		return nil, err
	}
	forget = func() error {
		_, err := s.exec(ctx, "delete from login_attempts where id = $1", guess.ID)
		return err
	}
	var wait struct {
		Seconds float64
	}
	err = s.one(ctx, &wait, sqlThrottle, username, network(address), guess.ID, guessesPerName, guessesByAddress)
	if err != nil || wait.Seconds <= 0 {
		return forget, err
	}
	if err := forget(); err != nil {
		return nil, err
	}
	return nil, Throttled{After: time.Duration(wait.Seconds+1) * time.Second}
}

// network is whose guesses are counted together: an IPv4 address, or the /64 that one IPv6 subscriber has.
func network(address string) string {
	addr, err := netip.ParseAddr(address)
	if err != nil || addr.Is4() {
		return address
	}
	prefix, err := addr.WithZone("").Prefix(64)
	if err != nil {
		return address
	}
	return prefix.String()
}
