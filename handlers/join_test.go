package handlers_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"roster/models"
)

func TestJoinRoutes(t *testing.T) {
	c := inviting(t)
	code, err := c.store.InviteCode(t.Context(), 2, false)
	if err != nil {
		t.Fatal(err)
	}
	link, mailed := c.invites("@moratti", form{"quota": {"2"}}), c.invites("@moratti", form{"email": {"new@example.com"}})
	late, used, under := c.invites("@moratti", form{}), c.invites("@moratti", form{}), c.invites("@moratti", form{"inviter": {"Eve68"}})
	c.exec("update invitations set expires_at = now() where prefix = $1", strings.TrimPrefix(late, "/join/")[:6])
	c.exec("update invitations set joined = 1 where prefix = $1", strings.TrimPrefix(used, "/join/")[:6])
	if err := c.store.FreezeInvitations(t.Context(), 3, "a burst"); err != nil {
		t.Fatal(err)
	}
	headers := []string{"Referrer-Policy: origin\n", "X-Robots-Tag: noindex, nofollow", "Cache-Control: no-store"}
	c.check([]row{
		{"a link", "", "", link, []string{html}, 200, append(headers, "<bdi>masimo moratti</bdi> invites you", `name="email"`, `name="password"`, `content="origin"`), []string{"rail", "To the console"}},
		{"with the slash", "", "", link + "/", []string{html}, 200, []string{"invites you"}, nil},
		{"a link to an address", "", "", mailed, []string{html}, 200, []string{`value="new@example.com"`, "readonly"}, []string{`name="email"`}},
		{"a code", "", "", "/join/" + code, []string{html}, 200, append(headers, "masimo moratti", `name="email"`), nil},
		{"asked for a code", "", "", "/join/", []string{html}, 200, append(headers, "Invite code"), nil},
		{"given a code", "", "", "/join/?code=+" + code, []string{html}, 303, []string{"Location: /join/" + code + "\n"}, nil},
		{"given something else", "", "", "/join?code=a/b?", []string{html}, 303, []string{"Location: /join/a%2Fb%3F\n"}, nil},
		{"given nothing", "", "", "/join?code=", []string{html}, 200, []string{"Invite code"}, nil},
		{"a code in other case", "", "", "/join/" + strings.Map(func(r rune) rune { return r ^ 32 }, code), []string{html}, 404, append(headers, "This invitation is not known"), []string{"moratti"}},
		{"nothing that is known", "", "", "/join/xyz", []string{html}, 404, []string{"This invitation is not known"}, nil},
		{"null bytes", "", "", "/join/%00%00", []string{html}, 404, []string{"This invitation is not known"}, nil},
		{"expired", "", "", late, []string{html}, 410, append(headers, "This link has expired", "Ask masimo moratti"), nil},
		{"used up", "", "", used, []string{html}, 410, []string{"This link is used up", "Ask masimo moratti"}, nil},
		{"frozen", "", "", under, []string{html}, 403, append(headers, "takes no one at the moment"), []string{"burst"}},
		{"to a program", "", "", late, nil, 410, []string{`{"detail":"It was not used in time. Ask masimo moratti for another one."}`}, nil},
		{"signed in it is the same", "@keegan", "", link, []string{html}, 200, []string{"invites you"}, []string{"rail"}},
		{"another method", "", "DELETE", link, []string{html}, 405, []string{"Allow: GET, HEAD, POST"}, nil},
	})
	c.serveAt("https://www.example.com")
	c.check([]row{{"over https", "", "", link, []string{html}, 200, []string{"Referrer-Policy: no-referrer\n", `content="no-referrer"`}, nil}})
}

func TestWhoWasInvitedJoins(t *testing.T) {
	c := inviting(t)
	link := c.invites("@moratti", form{"quota": {"2"}, "group": {"1"}})
	person := form{"username": {"zoff"}, "first_name": {"Dino"}, "last_name": {"Zoff"}, "email": {"dino@example.com"}, "password": {password}, "is_staff": {"true"}, "is_admin": {"true"}}
	with := func(name, value string) form {
		f := form{}
		for key, values := range person {
			f[key] = values
		}
		f.Set(name, value)
		return f
	}
	for what, row := range map[string]struct {
		form form
		has  string
	}{
		"a username in use":    {with("username", "MORATTI120"), "This username is taken."},
		"what was typed stays": {with("username", "a b"), `value="Dino"`},
		"a bad username":       {with("username", "a b"), "Enter a valid username."},
		"a bad password":       {with("password", "12345678"), "This password is too common."},
		"control bytes":        {with("first_name", "a\x01"), "are not allowed."},
	} {
		if a := c.post("", link, row.form); a.StatusCode != 422 || !strings.Contains(a.body, row.has) || strings.Contains(a.body, password) {
			t.Errorf("%s: %d %s", what, a.StatusCode, a.body)
		}
	}
	for what, header := range map[string]string{"another site": "Sec-Fetch-Site: cross-site", "another origin": "Origin: https://evil.example.com"} {
		if a := c.post("", link, person, header); a.StatusCode != 403 {
			t.Errorf("from %s: %d", what, a.StatusCode)
		}
	}
	a := c.post("", link, person, "Sec-Fetch-Site: same-origin", "Origin: null")
	if a.StatusCode != 201 || !strings.Contains(a.body, "You have joined") || !strings.Contains(a.body, "zoff") || len(a.Cookies()) > 0 {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	if n := c.number("select count(*) from users u join user_groups g on g.user_id = u.id and g.group_id = 1 where username = 'zoff' and inviter_id = 2 and not is_staff and not is_admin and email = 'dino@example.com' and not email_verified"); n != 1 {
		t.Error("the account is not as it should be")
	}

	// The answer does not tell that somebody has the address.
	other := c.post("", link, form{"username": {"zoff2"}, "email": {"Masimo@Intermilan.com"}, "password": {password}})
	same := strings.ReplaceAll(other.body, "zoff2", "zoff")
	if other.StatusCode != 201 || same != a.body {
		t.Errorf("an address that somebody has is answered otherwise: %d\n%s\n%s", other.StatusCode, same, a.body)
	}
	if n := c.number("select count(*) from users where username = 'zoff2' and email is null"); n != 1 {
		t.Error("the address of somebody else was kept")
	}
	if a := c.post("", link, with("username", "third")); a.StatusCode != 410 {
		t.Errorf("the third of two: %d", a.StatusCode)
	}
	c.check([]row{
		{"they stand under their inviter", "@keegan", "", "/users/2/", []string{html}, 200, []string{"Dino Zoff"}, nil},
		{"the invitation tells of them", "@keegan", "", "/invitations/1/", []string{html}, 200, []string{"Dino Zoff", "2 of 2", "Accepted"}, nil},
	})
}

func TestACodeThatIsNoneAnyMoreIsAnsweredAsOneThatNeverWas(t *testing.T) {
	c := inviting(t)
	old, err := c.store.InviteCode(t.Context(), 2, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.store.InviteCode(t.Context(), 2, true); err != nil {
		t.Fatal(err)
	}
	c.exec("update users set invite_code = 'inACTIV', is_active = false where id = 3")
	plain := func(a answer) string {
		return fmt.Sprint(a.StatusCode, strings.ReplaceAll(a.body, a.Header.Get("X-Request-Id"), ""), a.statements)
	}
	want := plain(c.ask("", "GET", "/join/QQQQQQQ", html))
	for _, code := range []string{old, "inACTIV"} {
		if got := plain(c.ask("", "GET", "/join/"+code, html)); got != want {
			t.Errorf("%s\n got %s\nwant %s", code, got, want)
		}
	}
	if n := c.number("select count(*) from invitation_attempts where outcome = 'retired' and inviter_id = 2"); n != 1 {
		t.Error("the old code's use is not noted")
	}
}

func TestTriesAreThrottledOnThePage(t *testing.T) {
	c := inviting(t)
	link := c.invites("@moratti", form{})
	for range 30 {
		if a := c.ask("", "GET", "/join/nothing", html); a.StatusCode != 404 {
			t.Fatal(a.StatusCode)
		}
	}
	for _, a := range []answer{c.ask("", "GET", link, html), c.post("", link, form{"username": {"zoff"}, "password": {password}})} {
		if a.StatusCode != http.StatusTooManyRequests || a.Header.Get("Retry-After") == "" || !strings.Contains(a.body, "Try again in") {
			t.Errorf("%d %v %s", a.StatusCode, a.Header, a.body)
		}
	}
}

// What lets people in is in no log, whatever goes wrong.
func TestTheLogHoldsNoSecret(t *testing.T) {
	c := inviting(t)
	var log bytes.Buffer
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	link := c.invites("@moratti", form{"email": {"new@example.com"}})
	secret := strings.TrimPrefix(link, "/join/")
	for _, path := range []string{link, link + "/", "/join//" + secret, "/x/../join/" + secret, "/join/?code=" + secret, link + "?x=%00"} {
		c.ask("", "GET", path, html)
		c.ask("", "GET", path)
	}
	c.post("", link, form{"username": {"a b"}})
	c.post("", link, form{"username": {"zoff"}, "password": {password}})
	c.exec("drop table invitation_attempts cascade")
	if a := c.ask("", "GET", link, html); a.StatusCode != 500 {
		t.Errorf("without its table: %d", a.StatusCode)
	}
	if text := log.String(); strings.Contains(text, secret) || strings.Contains(text, secret[:8]) || !strings.Contains(text, "path=/join/…") {
		t.Errorf("the log is\n%s", text)
	}
	if n := c.number("select count(*) from audit_entries where changes::text like '%' || $1 || '%'", secret[:6]); n != 0 {
		t.Error("the audit holds a part of the secret")
	}
}

func TestOnePlaceIsForOneOfManyOnThePage(t *testing.T) {
	c := inviting(t)
	link := c.invites("@moratti", form{})
	answers := make(chan int, 8)
	for n := range cap(answers) {
		go func() {
			answers <- c.post("", link, form{"username": {fmt.Sprint("zoff", n)}, "password": {password}}).StatusCode
		}()
	}
	got := map[int]int{}
	for range cap(answers) {
		got[<-answers]++
	}
	if got[201] != 1 || got[410] != cap(answers)-1 {
		t.Errorf("%v", got)
	}
	if n := c.number("select count(*) from users where username like 'zoff_'"); n != 1 {
		t.Errorf("%d accounts", n)
	}
	if i, err := c.store.Invitation(t.Context(), 1); err != nil || i.State != models.Accepted {
		t.Errorf("%+v, %v", i, err)
	}
}
