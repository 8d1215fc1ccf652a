package models_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"roster/models"
)

func text(id int64) string { return strconv.FormatInt(id, 10) }

// closed is why a link or a code let nobody in, "" where that is not what an error says.
func closed(err error) models.Outcome {
	c, _ := errors.AsType[models.Closed](err)
	return c.Why
}

func newcomer(name string) models.Newcomer {
	return models.Newcomer{Username: name, FirstName: "Dino", LastName: "Zoff", Password: password}
}

func TestALinkAndACodeSayWhoInvites(t *testing.T) {
	d := growing(t)
	_, link := d.invite(models.NewInvitation{Quota: 3})
	_, mail := d.invite(models.NewInvitation{Email: "new@example.com"})
	code, err := d.InviteCode(t.Context(), 2, false)
	if err != nil {
		t.Fatal(err)
	}
	for secret, email := range map[string]string{link: "", mail: "new@example.com", code: ""} {
		w, err := d.OpenInvitation(t.Context(), secret)
		if err != nil || w.Inviter.Name() != "masimo moratti" || w.Email != email || (w.InvitationID == 0) != (secret == code) {
			t.Errorf("%s: %+v, %v", secret, w, err)
		}
	}
	if n := d.number("select count(*) from invitation_attempts"); n != 0 {
		t.Errorf("%d tries are noted that opened a door", n)
	}
}

func TestWhoJoinsStandsUnderTheirInviter(t *testing.T) {
	d := growing(t)
	i, link := d.invite(models.NewInvitation{GroupID: 3, Quota: 2})
	id, err := d.Join(t.Context(), link, models.Newcomer{Username: " dino.zoff ", FirstName: "Dino\u0308", LastName: " Zoff ", Email: "Dino@example.com", Password: password})
	if err != nil {
		t.Fatal(err)
	}
	u, err := d.User(t.Context(), id)
	if err != nil || u.Username != "dino.zoff" || u.FirstName != "Din\u00f6" || u.LastName != "Zoff" || u.Email != "Dino@example.com" || u.EmailVerified ||
		u.InviterID != 2 || !u.IsActive || u.IsStaff || u.IsAdmin || u.IsAuditor || u.UserType != "registered" || len(u.Groups) != 1 || u.Groups[0].Name != "Board" {
		t.Errorf("%+v, %v", u, err)
	}
	if n := d.number("select count(*) from user_groups where user_id = $1 and granted_by = 1", id); n != 1 {
		t.Error("the group was not granted by who made the invitation")
	}
	if _, err := d.SignIn(t.Context(), "dino.zoff", password); err != models.ErrRefused {
		t.Errorf("who joined enters the console: %v", err)
	}
	i, err = d.Invitation(t.Context(), i.ID)
	if err != nil || i.Joined != 1 || i.State != models.Pending || len(i.People) != 1 || i.People[0].ID != id {
		t.Errorf("%+v, %v", i, err)
	}
	code, _ := d.InviteCode(t.Context(), id, false)
	below, err := d.Join(t.Context(), code, newcomer("gentile"))
	if err != nil {
		t.Fatal(err)
	}
	if n := d.number("select count(*) from invitation_joins where (user_id, invitation_id) = ($1, $2) or (user_id, code) = ($3, $4)", id, i.ID, below, code); n != 2 {
		t.Error("it is not noted how they joined")
	}
	if n := d.number("select invitees_count($1)", id); n != 1 {
		t.Errorf("%d stand under who joined", n)
	}
}

func TestAnAddressIsVerifiedWhereTheLinkCameToIt(t *testing.T) {
	d := growing(t)
	for what, row := range map[string]struct{ sent, verified bool }{"mailed": {true, true}, "passed on by hand": {false, false}} {
		name := fmt.Sprint("u", len(what))
		i, secret := d.invite(models.NewInvitation{Email: name + "@example.com"})
		failure := "nobody listens"
		if row.sent {
			failure = ""
		}
		if err := d.NoteSending(t.Context(), i.ID, secret, failure); err != nil {
			t.Fatal(err)
		}
		n := newcomer(name)
		n.Email = "another@example.com" // it is the invitation's that counts
		id, err := d.Join(t.Context(), secret, n)
		if err != nil {
			t.Fatal(err)
		}
		if u, err := d.User(t.Context(), id); err != nil || u.Email != i.Email || u.EmailVerified != row.verified {
			t.Errorf("%s: %s verified %v, %v", what, u.Email, u.EmailVerified, err)
		}
		if _, err := d.OpenInvitation(t.Context(), secret); closed(err) != models.UsedUp {
			t.Errorf("%s, opened again: %v", what, err)
		}
	}
}

// An open link tells nobody who is in the directory.
func TestAnAddressThatSomebodyHasIsLeftOutWithoutAWord(t *testing.T) {
	d := growing(t)
	_, link := d.invite(models.NewInvitation{Quota: 3})
	n := newcomer("zoff")
	n.Email = "MASIMO@intermilan.com"
	id, err := d.Join(t.Context(), link, n)
	if err != nil {
		t.Fatal(err)
	}
	if u, err := d.User(t.Context(), id); err != nil || u.Email != "" || u.EmailVerified {
		t.Errorf("%q, %v", u.Email, err)
	}
	// Who was invited at the address is told.
	_, mail := d.invite(models.NewInvitation{Email: "new@example.com"})
	d.exec("update users set email = 'new@example.com' where id = 3")
	if _, err := d.Join(t.Context(), mail, newcomer("gentile")); !isInvalid(err, "email") {
		t.Errorf("an invited address that somebody has by now: %v", err)
	}
}

func TestWhoJoinsNeedsAGoodNameAndPassword(t *testing.T) {
	d := growing(t)
	i, link := d.invite(models.NewInvitation{Quota: 3})
	for what, row := range map[string]struct {
		change func(*models.Newcomer)
		field  string
	}{
		"no username":            {func(n *models.Newcomer) { n.Username = " " }, "username"},
		"a username with spaces": {func(n *models.Newcomer) { n.Username = "a b" }, "username"},
		"a username in use":      {func(n *models.Newcomer) { n.Username = "MORATTI120" }, "username"},
		"a short password":       {func(n *models.Newcomer) { n.Password = "short" }, "password"},
		"the username again":     {func(n *models.Newcomer) { n.Username, n.Password = "dino.zoff", "Dino.Zoff" }, "password"},
		"a name of two lines":    {func(n *models.Newcomer) { n.FirstName = "a\nb" }, "first_name"},
		"no address":             {func(n *models.Newcomer) { n.Email = "a@b" }, "email"},
	} {
		n := newcomer("zoff")
		row.change(&n)
		if _, err := d.Join(t.Context(), link, n); !isInvalid(err, row.field) {
			t.Errorf("%s: %v, want a fault of the %s", what, err, row.field)
		}
	}
	if got, err := d.Invitation(t.Context(), i.ID); err != nil || got.Joined != 0 {
		t.Errorf("%d joined, %v", got.Joined, err)
	}
	// Usernames are guessed as seldom as codes.
	if n := d.number("select count(*) from invitation_attempts where outcome = 'taken' and invitation_id = $1", i.ID); n != 1 {
		t.Errorf("%d tries are noted, want the one of a username in use", n)
	}
}

func TestLinksAndCodesThatLetNobodyIn(t *testing.T) {
	d := growing(t)
	link := func(change string) string {
		i, secret := d.invite(models.NewInvitation{Quota: 2})
		d.exec("update invitations set "+change+" where id = $1", i.ID)
		return secret
	}
	old, err := d.InviteCode(t.Context(), 2, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.InviteCode(t.Context(), 2, true); err != nil {
		t.Fatal(err)
	}
	d.exec("update users set invite_code = 'inACTIV', is_active = false where id = 3")
	for what, row := range map[string]struct {
		secret string
		why    models.Outcome
		noted  string
	}{
		"revoked":           {link("revoked_at = now()"), models.TakenBack, "revoked"},
		"expired":           {link("expires_at = now()"), models.TooLate, "expired"},
		"used up":           {link("joined = 2"), models.UsedUp, "accepted"},
		"under who is gone": {link("inviter_id = 3"), models.IsFrozen, "frozen"},
		"unknown":           {"000000", "", "unknown"},
		"empty":             {"", "", "unknown"},
		"a code of nobody":  {"QQQQQQQ", "", "unknown"},
		"a retired code":    {old, "", "retired"},
		"an inactive one's": {"inACTIV", "", "inactive"},
	} {
		d.exec("truncate invitation_attempts")
		for _, try := range []func() error{
			func() error { return second(d.OpenInvitation(t.Context(), row.secret)) },
			func() error { return second(d.Join(t.Context(), row.secret, newcomer("zoff"))) },
		} {
			if err := try(); closed(err) != row.why || row.why == "" && !errors.Is(err, models.ErrNotFound) {
				t.Errorf("%s: %v, want %q", what, err, row.why)
			}
		}
		if n := d.number("select count(*) from invitation_attempts where outcome = $1 and (inviter_id is null) = ($1 = 'unknown')", row.noted); n != 2 {
			t.Errorf("%s: %d tries are noted as %s, want 2", what, n, row.noted)
		}
	}
}

func TestAFreezeHoldsForEverybodyBelow(t *testing.T) {
	d := growing(t)
	_, link := d.invite(models.NewInvitation{InviterID: 3, Quota: 9})
	code, err := d.InviteCode(t.Context(), 3, false)
	if err != nil {
		t.Fatal(err)
	}
	ctx := models.WithActor(t.Context(), models.Actor{ID: 1})
	if err := d.FreezeInvitations(ctx, 2, "a burst"); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[int64]bool{1: false, 2: true, 3: true} {
		f, err := d.Frozen(t.Context(), id)
		if err != nil || (f != nil) != want || want && (f.Person.ID != 2 || f.By.ID != 1 || f.Reason != "a burst" || f.At.IsZero()) {
			t.Errorf("user %d: %+v, %v", id, f, err)
		}
	}
	for _, secret := range []string{link, code} {
		if _, err := d.OpenInvitation(t.Context(), secret); closed(err) != models.IsFrozen {
			t.Errorf("opened: %v", err)
		}
		if _, err := d.Join(t.Context(), secret, newcomer("zoff")); closed(err) != models.IsFrozen {
			t.Errorf("joined: %v", err)
		}
	}
	if _, _, err := d.Invite(t.Context(), viewer(1), models.NewInvitation{InviterID: 3, Quota: 1, Days: 1}); !isInvalid(err, "inviter") {
		t.Errorf("invited: %v", err)
	}
	if err := d.FreezeInvitations(ctx, 3, ""); err != nil {
		t.Fatal(err)
	}
	if err := d.ThawInvitations(ctx, 2); err != nil {
		t.Fatal(err)
	}
	if f, err := d.Frozen(t.Context(), 3); err != nil || f == nil || f.Person.ID != 3 {
		t.Errorf("their own freeze went with the one above: %+v, %v", f, err)
	}
	if err := d.ThawInvitations(ctx, 3); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Join(t.Context(), link, newcomer("zoff")); err != nil {
		t.Errorf("thawed: %v", err)
	}
	for what, err := range map[string]error{"freeze": d.FreezeInvitations(ctx, 98765, ""), "thaw": d.ThawInvitations(ctx, 98765)} {
		if !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s nobody: %v", what, err)
		}
	}
}

func TestAFreezeEndsInARingThatWasPutInByHand(t *testing.T) {
	d := growing(t)
	d.exec("alter table users disable trigger user")
	d.exec("update users set inviter_id = 3 where id = 1")
	if err := d.FreezeInvitations(t.Context(), 2, ""); err != nil {
		t.Fatal(err)
	}
	if f, err := d.Frozen(t.Context(), 1); err != nil || f == nil || f.By != nil {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestTriesAreThrottledByAddress(t *testing.T) {
	d := growing(t)
	_, link := d.invite(models.NewInvitation{Quota: 3})
	from := func(address string) context.Context {
		return models.WithActor(t.Context(), models.Actor{Address: address})
	}
	for range 30 {
		if _, err := d.OpenInvitation(from("10.0.0.1"), "nothing"); !errors.Is(err, models.ErrNotFound) {
			t.Fatal(err)
		}
	}
	for _, err := range []error{second(d.OpenInvitation(from("10.0.0.1"), link)), second(d.Join(from("10.0.0.1"), link, newcomer("zoff")))} {
		if wait, ok := errors.AsType[models.Throttled](err); !ok || wait.After < time.Second || wait.After > 5*time.Minute+2*time.Second {
			t.Errorf("the next try gives %v", err)
		}
	}
	if n := d.number("select count(*) from invitation_attempts"); n != 30 {
		t.Errorf("%d tries are noted, want 30", n)
	}
	if _, err := d.OpenInvitation(from("10.0.0.2"), link); err != nil {
		t.Errorf("another address: %v", err)
	}
	d.exec("update invitation_attempts set address = '2001:db8::/64'")
	if _, ok := errors.AsType[models.Throttled](second(d.OpenInvitation(from("2001:db8::99"), link))); !ok {
		t.Error("a neighbour in the same /64 tries on")
	}
	d.exec("update invitation_attempts set at = at - interval '5 minutes'")
	if _, err := d.OpenInvitation(from("2001:db8::1"), link); err != nil {
		t.Errorf("after five minutes: %v", err)
	}
	d.exec("update invitation_attempts set at = at - interval '1 hour'")
	d.exec("insert into invitation_attempts (address, at, outcome, inviter_id) values ('x', now() - interval '2 hours', 'retired', 2), ('x', now() - interval '91 days', 'retired', 2)")
	if err := d.Sweep(t.Context()); err != nil || d.number("select count(*) from invitation_attempts") != 1 {
		t.Errorf("what is left is not the try of a known code, %v", err)
	}
}

func TestOfManyWhoComeForTheLastPlaceOneGetsIn(t *testing.T) {
	d := growing(t)
	i, link := d.invite(models.NewInvitation{Quota: 1})
	got := atOnce(8, func(n int) error { return second(d.Join(t.Context(), link, newcomer(fmt.Sprint("zoff", n)))) })
	in := 0
	for _, err := range got {
		if err == nil {
			in++
		} else if closed(err) != models.UsedUp {
			t.Error(err)
		}
	}
	if i, err := d.Invitation(t.Context(), i.ID); in != 1 || err != nil || i.Joined != 1 || len(i.People) != 1 {
		t.Errorf("%d got in, and %d are counted, %v", in, i.Joined, err)
	}
}

func TestFiftyWhoJoinUnderOneNameAreOneAccount(t *testing.T) {
	d := growing(t)
	_, link := d.invite(models.NewInvitation{Quota: 50})
	code, err := d.InviteCode(t.Context(), 2, false)
	if err != nil {
		t.Fatal(err)
	}
	got := atOnce(50, func(n int) error {
		ctx := models.WithActor(t.Context(), models.Actor{Address: text(int64(n))})
		return second(d.Join(ctx, []string{link, code}[n%2], newcomer("zoff")))
	})
	in := 0
	for _, err := range got {
		if err == nil {
			in++
		} else if !isInvalid(err, "username") {
			t.Error(err)
		}
	}
	if n := d.number("select count(*) from users where username = 'zoff'"); in != 1 || n != 1 {
		t.Errorf("%d got in, and there are %d accounts", in, n)
	}
	if n := d.number("select (select sum(joined) from invitations) + (select count(*) from invitation_joins where code is not null)"); n != 1 {
		t.Errorf("%d are counted", n)
	}
}

func TestTwoWhoBringOneAddressAtOnceBothGetIn(t *testing.T) {
	d := growing(t)
	code, err := d.InviteCode(t.Context(), 2, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range atOnce(6, func(i int) error {
		n := newcomer(fmt.Sprint("zoff", i))
		n.Email = "one@example.com"
		return second(d.Join(t.Context(), code, n))
	}) {
		if err != nil {
			t.Error(err)
		}
	}
	if n := d.number("select count(*) from users where email = 'one@example.com'"); n != 1 {
		t.Errorf("%d have the address", n)
	}
}

// atOnce does something many times at once.
func atOnce(times int, do func(n int) error) []error {
	errs := make([]error, times)
	var all sync.WaitGroup
	for n := range errs {
		all.Go(func() { errs[n] = do(n) })
	}
	all.Wait()
	return errs
}

func TestALinkGrantsNoMoreThanWhoStandsForItMay(t *testing.T) {
	d := growing(t)
	beyond, _ := d.invite(models.NewInvitation{GroupID: 3}) // an admin's, into the Board
	if _, _, err := d.Resend(t.Context(), moratti(), beyond.ID); !isInvalid(err, "group") {
		t.Errorf("staff took over what grants more than they may: %v", err)
	}
	d.exec("insert into user_permissions (user_id, permission_id) values (2, 9)") // what the Board grants
	holder := moratti()
	holder.Codes = append(holder.Codes, 1223)
	_, secret, err := d.Resend(t.Context(), holder, beyond.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.OpenInvitation(t.Context(), secret); err != nil {
		t.Errorf("within their rights: %v", err)
	}
	d.exec("delete from user_permissions where user_id = 2 and permission_id = 9")
	if _, err := d.Join(t.Context(), secret, models.Newcomer{Username: "zoff", Password: password}); closed(err) != models.Unbacked {
		t.Errorf("after the permission was taken from them: %v", err)
	}
	d.exec("insert into user_permissions (user_id, permission_id) values (2, 9)")
	d.exec("update users set is_staff = false where id = 2")
	if _, err := d.OpenInvitation(t.Context(), secret); closed(err) != models.Unbacked {
		t.Errorf("after they are staff no more: %v", err)
	}
	d.exec("update users set is_staff = true where id = 2")
	id, err := d.Join(t.Context(), secret, models.Newcomer{Username: "zoff", Password: password})
	if err != nil || d.number("select granted_by from user_groups where user_id = $1", id) != 2 {
		t.Errorf("%v", err)
	}
}

func TestNamesThatGrowOrDeceiveAreRefused(t *testing.T) {
	d := growing(t)
	_, secret := d.invite(models.NewInvitation{Quota: 9})
	for what, name := range map[string]string{
		"letters that become two": strings.Repeat("\u0958", 80), "a turn of direction": "ali\u202etxt", "no width": "\u200b", "the end of a line": "a\u2028b",
	} {
		if _, err := d.Join(t.Context(), secret, models.Newcomer{Username: "zoff", FirstName: name, Password: password}); !isInvalid(err, "first_name") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := d.Join(t.Context(), secret, models.Newcomer{Username: "zoff", FirstName: "علی‌رضا", Password: password}); err != nil {
		t.Errorf("a joiner within a name: %v", err)
	}
}
