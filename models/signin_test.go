package models_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"roster/models"
)

const password = "correct horse battery"

// staffed is a directory with staff who can sign in.
func staffed(t *testing.T) (d directory, keegan int64) {
	d = open(t)
	keegan, err := d.CreateStaff(t.Context(), "Keegan", password, true)
	if err != nil {
		t.Fatal(err)
	}
	return d, keegan
}

func TestStaffSignIn(t *testing.T) {
	d, keegan := staffed(t)
	for _, name := range []string{"Keegan", "keegan", "  KEEGAN "} {
		if id, err := d.SignIn(t.Context(), name, password); err != nil || id != keegan {
			t.Errorf("%q signs in as %d, %v", name, id, err)
		}
	}
	if d.number("select count(*) from users where last_login > now() - interval '1 minute'") != 1 {
		t.Error("the last login was not noted")
	}
	if n := d.number("select count(*) from audit_entries where action = 'signed_in' and actor_id = $1 and target_id = $1", keegan); n != 3 {
		t.Errorf("the audit tells of %d sign-ins, want 3", n)
	}
}

func TestOneAnswerForEverySignInThatFails(t *testing.T) {
	d, _ := staffed(t)
	for name, flags := range map[string]string{"eve": "is_staff = false, is_admin = false", "gone": "is_active = false", "open": "password_hash = null"} {
		if _, err := d.CreateStaff(t.Context(), name, password, false); err != nil {
			t.Fatal(err)
		}
		d.exec("update users set " + flags + " where username = '" + name + "'")
	}
	for what, row := range map[string][2]string{
		"unknown":     {"nobody", password},
		"wrong":       {"keegan", password + "!"},
		"not staff":   {"eve", password},
		"inactive":    {"gone", password},
		"no password": {"open", password},
		"empty":       {"", ""},
		"too long":    {"keegan", strings.Repeat("x", models.PasswordMax+1)},
	} {
		if id, err := d.SignIn(t.Context(), row[0], row[1]); err != models.ErrRefused || id != 0 {
			t.Errorf("%s: %d, %v; want ErrRefused", what, id, err)
		}
	}
	if n := d.number("select count(*) from audit_entries where action = 'sign_in_refused' and changes::text like '%nobody%'"); n > 0 {
		t.Error("the audit holds what was typed")
	}
	if n := d.number("select count(*) from audit_entries where action = 'sign_in_refused'"); n != 7 {
		t.Errorf("the audit tells of %d refusals, want 7", n)
	}
}

func TestGuessesAreThrottled(t *testing.T) {
	d, _ := staffed(t)
	for range 8 {
		if _, err := d.SignIn(t.Context(), "keegan", "wrong"); err != models.ErrRefused {
			t.Fatal(err)
		}
	}
	_, err := d.SignIn(t.Context(), "KEEGAN", password)
	throttled, ok := errors.AsType[models.Throttled](err)
	if !ok || throttled.After < time.Second || throttled.After > 5*time.Minute {
		t.Errorf("the ninth guess gives %v", err)
	}
	// Who tries all the same does not wait longer for it.
	for range 5 {
		d.SignIn(t.Context(), "keegan", password)
	}
	if n := d.number("select count(*) from login_attempts"); n != 8 {
		t.Errorf("%d guesses are noted, want 8", n)
	}
	d.exec("update login_attempts set at = at - interval '4 minutes'")
	if again, ok := errors.AsType[models.Throttled](second(d.SignIn(t.Context(), "keegan", password))); !ok || again.After > time.Minute+2*time.Second {
		t.Errorf("after four of five minutes: %v", again)
	}
	d.exec("update login_attempts set at = at - interval '1 minute'")
	if _, err := d.SignIn(t.Context(), "keegan", password); err != nil {
		t.Errorf("after five minutes: %v", err)
	}
}

func TestGuessesFromOneAddressAreThrottledWhateverTheName(t *testing.T) {
	d, _ := staffed(t)
	d.exec("insert into login_attempts (username, address) select 'u' || i, '10.0.0.1' from generate_series(1, 30) i")
	from := func(address string) error {
		_, err := d.SignIn(models.WithActor(t.Context(), models.Actor{Address: address}), "keegan", password)
		return err
	}
	if _, ok := errors.AsType[models.Throttled](from("10.0.0.1")); !ok {
		t.Error("the address guesses on")
	}
	if err := from("10.0.0.2"); err != nil {
		t.Errorf("another address is refused: %v", err)
	}
}

func TestStaffNeedAGoodNameAndPassword(t *testing.T) {
	d, _ := staffed(t)
	for _, row := range []struct{ name, password, field string }{
		{"", password, "username"},
		{"a b", password, "username"},
		{"سارا", password, "username"},
		{strings.Repeat("a", 151), password, "username"},
		{"KEEGAN", password, "username"},
		{"sara", "short12", "password"},
		{"sara", "12345678", "password"},
		{"sara", "Password123", "password"},
		{"sara.hosseini", "Sara.Hosseini", "password"},
		{"sara", strings.Repeat("x", models.PasswordMax+1), "password"},
		{"sara", "correct\x00horse battery", "password"},
		{"sara", "correct\xffhorse battery", "password"},
	} {
		if _, err := d.CreateStaff(t.Context(), row.name, row.password, false); !isInvalid(err, row.field) {
			t.Errorf("%q with %.20q gives %v, want a fault of the %s", row.name, row.password, err, row.field)
		}
	}
	if n := d.number("select count(*) from users"); n != 1 {
		t.Errorf("%d people were added", n-1)
	}
}

func TestPasswordsAreKeptAsArgon2id(t *testing.T) {
	d, keegan := staffed(t)
	if d.number("select count(*) from users where password_hash like '$argon2id$v=19$m=19456,t=2,p=1$%'") != 1 {
		t.Error("the hash has another form")
	}
	if err := d.SaveSession(t.Context(), "old", keegan, []byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := d.SetPassword(t.Context(), keegan, "another horse battery"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.SignIn(t.Context(), "keegan", password); err != models.ErrRefused {
		t.Errorf("the old password gives %v", err)
	}
	if _, err := d.SignIn(t.Context(), "keegan", "another horse battery"); err != nil {
		t.Error(err)
	}
	if _, err := d.Session(t.Context(), "old"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the session from before the change gives %v", err)
	}
}

func TestSessionsEnd(t *testing.T) {
	d, keegan := staffed(t)
	for what, age := range map[string]string{
		"idle":     "seen_at = now() - interval '31 minutes'",
		"too old":  "created_at = now() - interval '481 minutes'",
		"departed": "user_id = null",
	} {
		if err := d.SaveSession(t.Context(), what, keegan, []byte("x")); err != nil {
			t.Fatal(err)
		}
		if s, err := d.Session(t.Context(), what); err != nil || s.ID != keegan || string(s.Data) != "x" || !s.MayEnter() {
			t.Fatalf("a new session is %+v, %v", s, err)
		}
		d.exec("update sessions set "+age+" where hash = sha256($1)", []byte(what))
		if _, err := d.Session(t.Context(), what); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s: %v, want ErrNotFound", what, err)
		}
	}
	if err := d.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := d.number("select count(*) from sessions"); n != 2 {
		t.Errorf("%d sessions are left, want those that were seen just now", n)
	}
	if err := d.SaveSession(t.Context(), "out", keegan, nil); err == nil {
		t.Fatal("a session without data was kept")
	}
	if err := d.SaveSession(t.Context(), "out", keegan, []byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := d.EndSession(t.Context(), "out"); err != nil {
		t.Fatal(err)
	}
	if d.number("select count(*) from audit_entries where action = 'signed_out' and actor_id = $1 and target_id = $1", keegan) != 1 {
		t.Error("the audit does not say who signed out")
	}
	if _, err := d.Session(t.Context(), "out"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("after signing out: %v", err)
	}
	if err := d.EndSession(t.Context(), "out"); err != nil {
		t.Errorf("ending it again: %v", err)
	}
}

func TestTokensOpenUntilTheyEnd(t *testing.T) {
	d, keegan := staffed(t)
	key, err := d.NewToken(t.Context(), keegan, "script")
	if err != nil {
		t.Fatal(err)
	}
	if v, err := d.TokenViewer(t.Context(), key); err != nil || v.ID != keegan || v.TokenID == 0 {
		t.Errorf("%+v, %v", v, err)
	}
	if d.number("select count(*) from tokens where hash = sha256($1) and strpos($2, prefix) = 1 and length(prefix) < 12", []byte(key), key) != 1 {
		t.Error("the table holds something else than the hash and a short prefix")
	}
	for what, change := range map[string]string{
		"revoked": "revoked_at = now(), expires_at = null",
		"expired": "revoked_at = null, expires_at = now()",
	} {
		d.exec("update tokens set " + change)
		if _, err := d.TokenViewer(t.Context(), key); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s: %v, want ErrNotFound", what, err)
		}
	}
	d.exec("update tokens set revoked_at = null, expires_at = now() + interval '1 hour'")
	if _, err := d.TokenViewer(t.Context(), key); err != nil {
		t.Error(err)
	}
	if _, err := d.TokenViewer(t.Context(), key+"0"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("an unknown key gives %v", err)
	}
}

func TestLastUseIsWrittenAtMostEveryHalfMinute(t *testing.T) {
	d, keegan := staffed(t)
	key, err := d.NewToken(t.Context(), keegan, "script")
	if err != nil {
		t.Fatal(err)
	}
	use := func() int64 {
		ctx, statements := models.WithTally(models.WithActor(t.Context(), models.Actor{Address: "10.0.0.9"}))
		v, err := d.TokenViewer(ctx, key)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.TouchToken(ctx, v); err != nil {
			t.Fatal(err)
		}
		return statements.Load()
	}
	if first, second := use(), use(); first != 2 || second != 1 {
		t.Errorf("two uses cost %d and %d statements, want 2 and 1", first, second)
	}
	if d.number("select count(*) from tokens where used_at > now() - interval '1 minute' and used_from = '10.0.0.9'") != 1 {
		t.Error("the use was not noted")
	}
	if u, err := d.User(t.Context(), keegan); err != nil || !u.IsOnline {
		t.Errorf("the user is not online: %v", err)
	}
	d.exec("update presence set seen_at = now() - interval '5 minutes'")
	if u, err := d.User(t.Context(), keegan); err != nil || u.IsOnline {
		t.Errorf("the user is online after five minutes: %v", err)
	}
}

func TestAuditEntriesStay(t *testing.T) {
	d, _ := staffed(t)
	if d.number("select count(*) from audit_entries") == 0 {
		t.Fatal("there is no entry")
	}
	for _, statement := range []string{"update audit_entries set door = 'x'", "delete from audit_entries", "truncate audit_entries"} {
		if _, err := d.db.ExecContext(t.Context(), statement); err == nil {
			t.Errorf("%s was done", statement)
		}
	}
	if n := d.number("select count(*) from audit_entries where changes::text like '%' || $1 || '%'", password); n > 0 {
		t.Error("the audit holds the password")
	}
}

func TestASessionInUseGoesOn(t *testing.T) {
	d, keegan := staffed(t)
	if err := d.SaveSession(t.Context(), "s", keegan, []byte("x")); err != nil {
		t.Fatal(err)
	}
	d.exec("update sessions set seen_at = now() - interval '31 seconds'")
	use := func() int64 {
		ctx, statements := models.WithTally(t.Context())
		s, err := d.Session(ctx, "s")
		if err != nil {
			t.Fatal(err)
		}
		if err := d.TouchSession(ctx, &s.Viewer, "s"); err != nil {
			t.Fatal(err)
		}
		return statements.Load()
	}
	if first, second := use(), use(); first != 2 || second != 1 {
		t.Errorf("two uses cost %d and %d statements, want 2 and 1", first, second)
	}
	if d.number("select count(*) from sessions where seen_at > now() - interval '10 seconds'") != 1 {
		t.Error("the use was not noted: the session will end while it is used")
	}
}

func TestAGuessWhoseClientHungUpIsNotCounted(t *testing.T) {
	d, _ := staffed(t)
	d.exec("insert into login_attempts (username, address) select 'keegan', '' from generate_series(1, 8)")
	gone, hangUp := context.WithCancel(t.Context())
	hangUp()
	for range 5 {
		d.SignIn(gone, "keegan", password) // turned away
		d.SignIn(gone, "sara", password)   // never looked at
	}
	if n := d.number("select count(*) from login_attempts"); n != 8 {
		t.Errorf("%d guesses are noted, want 8", n)
	}
}

func TestNeighboursOfOneIPv6NetworkAreCountedTogether(t *testing.T) {
	d, _ := staffed(t)
	d.exec("insert into login_attempts (username, address) select 'u' || i, '2001:db8:1:2::/64' from generate_series(1, 30) i")
	from := func(address string) error {
		_, err := d.SignIn(models.WithActor(t.Context(), models.Actor{Address: address}), "keegan", password)
		return err
	}
	if _, ok := errors.AsType[models.Throttled](from("2001:db8:1:2::77")); !ok {
		t.Error("the network guesses on from another address")
	}
	if err := from("2001:db8:1:3::77"); err != nil {
		t.Errorf("another network is refused: %v", err)
	}
}

func TestASignInForgetsTheGuessesBefore(t *testing.T) {
	d, _ := staffed(t)
	for range 3 {
		for range 5 {
			d.SignIn(t.Context(), "keegan", "wrong")
		}
		if _, err := d.SignIn(t.Context(), "keegan", password); err != nil {
			t.Fatal(err)
		}
	}
}
