package models

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

// ErrRefused is the one answer to every sign-in that fails: unknown, wrong, inactive or not staff.
var ErrRefused = errors.New("sign-in refused")

// Throttled says that there were too many guesses, and when to try again.
type Throttled struct{ After time.Duration }

func (t Throttled) Error() string { return fmt.Sprintf("too many guesses: try again in %s", t.After) }

// How many guesses there may be within guessWindow, for one username and from one address.
const (
	guessWindow      = 5 * time.Minute
	guessesPerName   = 8
	guessesByAddress = 30
)

// SignIn checks a username and a password, and returns whose they are if they may enter the console. It does the same
// work whatever is wrong, and says only ErrRefused, or Throttled.
func (s *Store) SignIn(ctx context.Context, username, password string) (int64, error) {
	username = strings.ToLower(strings.TrimSpace(username))
	if err := s.admit(ctx, username); err != nil {
		return 0, wrap(err, "sign in")
	}
	var who struct {
		ID           int64
		PasswordHash string
		IsActive     bool
		IsStaff      bool
		IsAdmin      bool
	}
	err := s.one(ctx, &who, `select id, password_hash, is_active, is_staff, is_admin from users where lower(username) = $1`, username)
	if err != nil && !errors.Is(translate(err), ErrNotFound) {
		return 0, wrap(err, "sign in")
	}
	may := (&Viewer{IsActive: who.IsActive, IsStaff: who.IsStaff, IsAdmin: who.IsAdmin}).MayEnter()
	if len(password) > PasswordMax {
		password, who.PasswordHash = "", ""
	}
	matches, err := s.passwordMatches(ctx, password, who.PasswordHash)
	if err != nil {
		return 0, wrap(err, "sign in")
	}
	if !matches || !may {
		if err := audit(ctx, s.db, SignInRefused, "users", who.ID, map[string]change{"username": {Now: username}}); err != nil {
			return 0, wrap(err, "sign in")
		}
		return 0, ErrRefused
	}
	return who.ID, wrap(s.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewRaw("delete from login_attempts where username = ?", username).Exec(ctx); err != nil {
			return err
		}
		if _, err := tx.NewRaw("update users set last_login = now() where id = ?", who.ID).Exec(ctx); err != nil {
			return err
		}
		a := actor(ctx)
		a.ID = who.ID
		return audit(WithActor(ctx, a), tx, SignedIn, "users", who.ID, nil)
	}), "sign in")
}

// admit notes a guess and counts those before it. The note comes first, so that guesses made at once count each other.
func (s *Store) admit(ctx context.Context, username string) error {
	address := actor(ctx).Address
	if _, err := s.exec(ctx, "insert into login_attempts (username, address) values ($1, $2)", username, address); err != nil {
		return err
	}
	var guesses struct {
		ByName, ByAddress int
		OldestByName      time.Time `bun:",nullzero"`
		OldestByAddress   time.Time `bun:",nullzero"`
	}
	err := s.one(ctx, &guesses, `select
		count(*) filter (where username = $1) as by_name, count(*) filter (where address = $2) as by_address,
		min(at) filter (where username = $1) as oldest_by_name, min(at) filter (where address = $2) as oldest_by_address
		from login_attempts where (username = $1 or address = $2) and at > now() - interval '5 minutes'`, username, address)
	if err != nil {
		return err
	}
	var oldest time.Time
	switch {
	case guesses.ByName > guessesPerName:
		oldest = guesses.OldestByName
	case guesses.ByAddress > guessesByAddress:
		oldest = guesses.OldestByAddress
	default:
		return nil
	}
	return Throttled{After: max(time.Second, time.Until(oldest.Add(guessWindow)).Round(time.Second))}
}
