package handlers_test

import (
	"encoding/csv"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"roster/handlers"
	"roster/models/modelstest"
	"roster/web"
	"roster/web/mail"
	"roster/web/mail/mailtest"
)

// inviting is a console where Moratti may invite: he is staff, and reads users through his group.
func inviting(t *testing.T) *console {
	c := open(t)
	c.exec("insert into user_permissions (user_id, permission_id) select 2, id from permissions where code = 1226")
	c.exec("alter sequence invitations_id_seq restart with 1")
	return c
}

var linkOf = regexp.MustCompile(`http://www\.example\.com(/join/[0-9a-f]{48})`)

// link is the address that an answer tells, without its origin.
func (a answer) link() string {
	if found := linkOf.FindStringSubmatch(a.body); found != nil {
		return found[1]
	}
	return ""
}

// invites makes an invitation and gives its link.
func (c *console) invites(who string, form url.Values) string {
	c.t.Helper()
	a := c.post(who, "/invitations/", form)
	if a.StatusCode != 201 || a.link() == "" {
		c.t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	return a.link()
}

// text asks for one text underneath the console.
func (c *console) text(query string, args ...any) string {
	c.t.Helper()
	var text string
	if err := modelstest.DB(c.t, c.dsn).QueryRowContext(c.t.Context(), query, args...).Scan(&text); err != nil {
		c.t.Fatalf("%s: %v", query, err)
	}
	return text
}

type form = url.Values

func TestInvitationRoutes(t *testing.T) {
	c := inviting(t)
	c.check([]row{
		{"none yet", "@keegan", "", "/invitations/", []string{html}, 200, []string{"<!doctype html>", "No invitations yet", "/invitations/new/"}, []string{"<table", "format=csv"}},
	})
	c.exec(`insert into invitations (id, inviter_id, email, group_id, quota, joined, prefix, hash, created_by, expires_at, revoked_at, sends, sent_at, send_error) values
		(1, 2, 'new@example.com', 1, 1, 0, 'aaaaaa', sha256('1'), 1, '2100-01-01', null, 1, '2026-01-05', ''),
		(2, 1, null, null, 10, 3, 'bbbbbb', sha256('2'), 1, '2100-01-01', null, 0, null, ''),
		(3, 2, 'late@example.com', null, 1, 0, 'cccccc', sha256('3'), null, '2026-01-01', null, 1, null, 'the server is away'),
		(4, 2, '=in@example.com', null, 1, 1, 'dddddd', sha256('4'), 2, '2100-01-01', null, 0, null, ''),
		(5, 2, null, null, 5, 0, 'eeeeee', sha256('5'), 2, '2100-01-01', '2026-01-01', 0, null, '')`)
	c.exec("insert into invitation_joins (user_id, invitation_id) values (3, 2)")
	c.exec("insert into user_permissions (user_id, permission_id) select u.id, p.id from users u, permissions p where u.username = 'sara' and p.code = 1226")
	c.exec("insert into invitations (id, inviter_id, quota, prefix, hash, expires_at) select i, 3, 1, 'ffffff', sha256(i::text::bytea), '2100-01-01' from generate_series(6, 130) i")
	c.check([]row{
		{"all", "@moratti", "", "/invitations/", []string{html}, 200, []string{"<!doctype html>", `<span class="count">130</span>`, `href="/invitations/?after=`, "Leaderboard"}, []string{"new@example.com", ">Newer<"}},
		{"without the slash", "@keegan", "", "/invitations", []string{html}, 200, []string{"<!doctype html>"}, nil},
		{"in a state", "@moratti", "", "/invitations/?state=accepted", []string{html}, 200, []string{`aria-current="page">Accepted`, "=in@example.com", `<span class="count">127</span>`}, []string{">Resend<", "late@"}},
		{"under an inviter", "@moratti", "", "/invitations/?inviter=2", []string{html}, 200, []string{"new@example.com", "Not sent", ">Resend<", ">Revoke<", `<bdi>masimo moratti</bdi>`, "Remove: invited by masimo moratti"}, []string{"bbbbbb"}},
		{"staff do not change an admin's", "@moratti", "", "/invitations/?inviter=1", []string{html}, 200, []string{"bbbbbb", "3/10"}, []string{">Resend<", ">Revoke<"}},
		{"found", "@moratti", "", "/invitations/?q=LATE%40", []string{html}, 200, []string{"late@example.com", `value="LATE@"`}, []string{"new@example.com"}},
		{"not found", "@moratti", "", "/invitations/?q=zzz&inviter=2&state=pending", []string{html}, 200, []string{"No invitation found", "None that is pending matches “zzz” and was made under this inviter."}, []string{"<table"}},
		{"further", "@keegan", "", "/invitations/?after=51", []string{html}, 200, []string{"late@example.com", "before=50", ">Newest<"}, []string{">Older<"}},
		{"empty fields", "@keegan", "", "/invitations/?q=&state=", []string{html}, 303, []string{"Location: /invitations/\n"}, nil},
		{"JSON", "moratti", "", "/invitations/?inviter=2&limit=2&state=pending", nil, 200, []string{`{"count":1,"next":null,"previous":null,"results":[{"id":1,"email":"new@example.com","state":"pending","inviter":{"id":2,"username":"moratti120","name":"masimo moratti"},"group":{"id":1,"name":"Inter"},"quota":1,"joined":0,"prefix":"aaaaaa","days":14,"created_by":{"id":1,`,
			`"sent_at":"2026-01-05T00:00:00Z","send_error":null`, `"states":{"accepted":1,"expired":1,"pending":1,"revoked":1}`}, []string{"hash"}},
		{"the next page in JSON", "moratti", "", "/invitations/?limit=1000&after=90", nil, 200, []string{`"next":null`, `"previous":"http://www.example.com/invitations/?before=89&limit=100"`}, nil},
		{"CSV", "moratti", "", "/invitations/?inviter=2&format=csv", nil, 200, []string{"Content-Disposition: attachment; filename=\"invitations.csv\"", "3,late@example.com,expired,moratti120,,1,0,cccccc,", "4,'=in@example.com,accepted"}, []string{"bbbbbb"}},
		{"an unknown state", "moratti", "", "/invitations/?state=lost&inviter=x&after=0", nil, 400, []string{`"state":["Select a valid choice. lost is not one of the available choices."]`, `"inviter":["Enter a number."]`, `"after":["Enter a number."]`}, nil},
		{"an unknown state, page", "@moratti", "", "/invitations/?state=lost", []string{html}, 400, []string{"<!doctype html>", "Select a valid choice."}, nil},
		{"before and after", "moratti", "", "/invitations/?before=1&after=1", nil, 400, []string{`"before":["`}, nil},
		{"signed out", "", "", "/invitations/", []string{html}, 303, []string{"Location: /login?next=%2Finvitations%2F"}, nil},
		{"signed out, JSON", "", "", "/invitations/", nil, 401, []string{anyone}, nil},
		{"without 1222", "@sara", "", "/invitations/", []string{html}, 403, []string{"user_read (1222)"}, []string{"new@example.com", `href="/invitations/"`}},
		{"another method", "moratti", "PUT", "/invitations/", nil, 405, []string{"Allow: GET, HEAD, POST"}, nil},

		{"one", "@moratti", "", "/invitations/1/", []string{html}, 200, []string{"<!doctype html>", "new@example.com", "Inter", "kevin keegan", ">Resend<", "Nobody yet."}, nil},
		{"one that was joined by", "@moratti", "", "/invitations/2/", []string{html}, 200, []string{"Eve68", "3 of 10", "And 2 more."}, []string{">Resend<"}},
		{"one in JSON", "moratti", "", "/invitations/2/", nil, 200, []string{`"users":[{"id":3,"username":"Eve68"`, `"frozen":false,"link":null`, `"email":null`, `"group":null`}, nil},
		{"none", "@moratti", "", "/invitations/98765/", []string{html}, 404, nil, nil},
		{"no id", "moratti", "", "/invitations/01/", nil, 404, []string{notFound}, nil},
		{"one, without 1222", "@sara", "", "/invitations/1/", []string{html}, 403, nil, []string{"new@example.com"}},

		{"the form", "@moratti", "", "/invitations/new/", []string{html}, 200, []string{`value="moratti120"`, `value="14"`, "<option value=\"1\">Inter", "This console sends no mail"}, nil},
		{"the form under another", "@moratti", "", "/invitations/new/?inviter=3", []string{html}, 200, []string{`name="inviter" value="3"`}, nil},
		{"the form without 1222", "@sara", "", "/invitations/new/", []string{html}, 403, []string{"user_read (1222)"}, nil},
		{"the form signed out", "", "", "/invitations/new/", []string{html}, 303, nil, nil},
		{"reading what is only sent", "@keegan", "", "/invitations/1/revoke/", []string{html}, 405, []string{"Allow: POST"}, nil},
	})
	read, err := csv.NewReader(strings.NewReader(c.ask("keegan", "GET", "/invitations/?format=csv").body)).ReadAll()
	if err != nil || len(read) != 131 || read[130][0] != "1" {
		t.Errorf("the CSV has %d lines, %v", len(read), err)
	}
}

func TestInvitationsAreMadeSentAgainAndRevoked(t *testing.T) {
	c := inviting(t)
	c.exec("insert into groups (id, name) values (1001, 'Board')")
	c.exec("insert into group_permissions (group_id, permission_id) select 1001, id from permissions where code = 1001 union select 1001, id from permissions where code = 1204")
	for what, row := range map[string]struct {
		who  string
		form form
		has  string
	}{
		"an address of nobody's kind": {"@moratti", form{"email": {"a@b"}}, "Enter a valid email address."},
		"an address that is taken":    {"@moratti", form{"email": {"masimo@intermilan.com"}}, "Somebody in the directory has this address already."},
		"what was typed stays":        {"@moratti", form{"email": {"masimo@intermilan.com"}, "inviter": {"Eve68"}, "days": {"3"}}, `value="Eve68"`},
		"under nobody":                {"@moratti", form{"inviter": {"nobody"}}, "There is nobody with this username."},
		"under no id":                 {"@moratti", form{"inviter": {"98765"}}, "There is nobody with this id."},
		"under an admin":              {"@moratti", form{"inviter": {"keegan2255"}}, "Only an admin can invite people under an admin."},
		"into a group of more rights": {"@moratti", form{"group": {"1001"}}, "You may put people only into groups that grant nothing which you may not do yourself."},
		"into no group":               {"@moratti", form{"group": {"x"}}, "A valid integer is required."},
		"too many":                    {"@moratti", form{"quota": {"10001"}}, "Between 1 and 10000 people can join by one link."},
		"too long":                    {"@moratti", form{"days": {"366"}}, "A link works for 1 to 365 days."},
		"a name of control bytes":     {"@moratti", form{"inviter": {"a\x01"}}, "Control characters are not allowed."},
	} {
		a := c.post(row.who, "/invitations/", row.form)
		if a.StatusCode != 422 || !strings.Contains(a.body, row.has) || a.link() != "" {
			t.Errorf("%s: %d, lacks %q in %s", what, a.StatusCode, row.has, a.body)
		}
	}
	if a := c.post("@sara", "/invitations/", form{"email": {"x@example.com"}}); a.StatusCode != 403 {
		t.Errorf("without 1226: %d", a.StatusCode)
	}
	if a := c.post("", "/invitations/", form{"email": {"x@example.com"}}); a.StatusCode != 303 {
		t.Errorf("signed out: %d", a.StatusCode)
	}
	if n := c.number("select count(*) from invitations"); n != 0 {
		t.Fatalf("%d invitations were made", n)
	}

	a := c.post("@moratti", "/invitations/", form{"email": {"new@example.com"}, "group": {"1"}, "days": {"7"}, "quota": {"9"}})
	first := a.link()
	if a.StatusCode != 201 || first == "" || !strings.Contains(a.body, "pass the link on to new@example.com yourself") || !strings.Contains(a.body, "data-copy") {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	id := c.number("select id from invitations where email = 'new@example.com' and quota = 1 and days = 7 and group_id = 1 and inviter_id = 2")
	at := "/invitations/" + c.text("select $1::text", id)
	if again := c.ask("@moratti", "GET", at, html); again.StatusCode != 200 || strings.Contains(again.body, "/join/") {
		t.Errorf("the link is shown again: %s", again.body)
	}
	if a := c.post("@moratti", "/invitations/", form{"email": {"NEW@example.com"}}); a.StatusCode != 422 || !strings.Contains(a.body, "There is a pending invitation to this address") {
		t.Errorf("a second invitation: %d", a.StatusCode)
	}
	a = c.post("@moratti", at+"/resend/", form{})
	second := a.link()
	if a.StatusCode != 200 || second == "" || second == first || !strings.Contains(a.body, "There is a new link; the one before it works no more.") {
		t.Fatalf("resent: %d %s", a.StatusCode, a.body)
	}
	c.check([]row{
		{"the old link", "", "", first, []string{html}, 410, []string{"There is a newer link", "masimo moratti"}, nil},
		{"the new link", "", "", second, []string{html}, 200, []string{"new@example.com"}, nil},
	})
	if a := c.post("@keegan", at+"/revoke", form{}); a.StatusCode != 303 || a.Header.Get("Location") != at+"/" {
		t.Errorf("revoked: %d", a.StatusCode)
	}
	c.check([]row{{"the revoked link", "", "", second, []string{html}, 410, []string{"This link was taken back", "Ask masimo moratti"}, nil}})
	for _, path := range []string{at + "/revoke/", at + "/resend/"} {
		if a := c.post("@keegan", path, form{}); a.StatusCode != 422 || !strings.Contains(a.body, "it was revoked.") {
			t.Errorf("%s again: %d %s", path, a.StatusCode, a.body)
		}
	}
	c.invites("@keegan", form{"inviter": {"1"}, "quota": {"3"}})
	other := "/invitations/" + c.text("select max(id)::text from invitations")
	for path, want := range map[string]int{other + "/revoke/": 403, other + "/resend/": 403, "/invitations/98765/revoke/": 404, "/invitations/x/resend/": 404} {
		if a := c.post("@moratti", path, form{}); a.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, a.StatusCode, want)
		}
	}
	if a := c.post("@keegan", other+"/revoke/", form{}, "Sec-Fetch-Site: cross-site"); a.StatusCode != 403 {
		t.Errorf("from another site: %d", a.StatusCode)
	}
	r := c.request("POST", "/invitations/", form{"inviter": {"Eve68"}}, "Accept: application/json")
	if a := c.send("moratti", r); a.StatusCode != 201 || !strings.Contains(a.body, `"link":"http://www.example.com/join/`) || !strings.Contains(a.body, `"inviter":{"id":3,`) {
		t.Errorf("by a program: %d %s", a.StatusCode, a.body)
	}
	r = c.request("POST", "/invitations/", form{"quota": {"x"}}, "Accept: application/json")
	if a := c.send("moratti", r); a.StatusCode != 422 || a.body != `{"quota":["A valid integer is required."]}` {
		t.Errorf("wrongly by a program: %d %s", a.StatusCode, a.body)
	}
	if n := c.number("select count(*) from audit_entries where action like 'invitation%' and door = 'page' and actor_id in (1, 2) and request_id <> ''"); n != 4 {
		t.Errorf("%d audit entries, want 4", n)
	}
}

// serveWithMail gives the console a server to send letters by.
func (c *console) serveWithMail(post *mailtest.Post) {
	c.t.Helper()
	m, err := mail.New(post.URL, "Console <console@example.com>")
	if err != nil {
		c.t.Fatal(err)
	}
	c.site = handlers.Routes(c.store, web.Site{Origin: origin, Mail: m})
}

func TestAnInvitationIsMailed(t *testing.T) {
	c := inviting(t)
	post := mailtest.Open(t)
	c.serveWithMail(post)
	a := c.post("@moratti", "/invitations/", form{"email": {"new@example.com"}})
	if a.StatusCode != 201 || !strings.Contains(a.body, "It was sent to new@example.com.") || a.link() != "" || len(post.Letters()) != 1 {
		t.Fatalf("%d, %d letters, %s", a.StatusCode, len(post.Letters()), a.body)
	}
	letter := post.Letters()[0]
	first := linkOf.FindStringSubmatch(letter.Body(t))
	if letter.To != "new@example.com" || first == nil || !strings.Contains(letter.Text, "Subject: masimo moratti invites you\r\n") {
		t.Fatalf("%s", letter.Text)
	}
	if n := c.number("select count(*) from invitations where mailed and sends = 1 and sent_at is not null and send_error = ''"); n != 1 {
		t.Error("it is not noted")
	}

	// Sent again in vain, the link is there to be passed on, and proves nothing about the address.
	post.Refuse("550 no such mailbox")
	a = c.post("@moratti", "/invitations/1/resend/", form{})
	if a.StatusCode != 200 || a.link() == "" || !strings.Contains(a.body, "It could not be sent to new@example.com") || !strings.Contains(a.body, "no such mailbox") {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	if n := c.number("select count(*) from invitations where not mailed and sends = 2 and send_error like '%no such mailbox%'"); n != 1 {
		t.Error("the failure is not noted")
	}
	c.check([]row{{"the list tells of it", "@moratti", "", "/invitations/", []string{html}, 200, []string{"Not sent"}, nil}})

	post.Refuse("")
	c.post("@moratti", "/invitations/1/resend/", form{})
	third := linkOf.FindStringSubmatch(post.Letters()[1].Body(t))
	if a := c.post("", third[1], form{"username": {"new"}, "password": {password}}); a.StatusCode != 201 {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	if n := c.number("select count(*) from users where username = 'new' and email = 'new@example.com' and email_verified and inviter_id = 2"); n != 1 {
		t.Error("the address is not verified though the link came to it")
	}
	// A link for anybody is sent to nobody.
	if c.invites("@moratti", form{"quota": {"2"}}); len(post.Letters()) != 2 {
		t.Errorf("%d letters", len(post.Letters()))
	}
}

func TestLeaderboardRoutes(t *testing.T) {
	c := inviting(t)
	c.exec("delete from users where id > 3 and username <> 'sara'")
	c.exec("update users set created_at = now() - interval '2 days', email_verified = true where id = 3")
	c.exec("update users set created_at = now() - interval '200 days' where id = 2")
	c.check([]row{
		{"the usual one", "@moratti", "", "/invitations/leaderboard/", []string{html}, 200, []string{"<!doctype html>", `aria-current="page"><bdi dir="ltr">90 days`, "masimo moratti", "/users/?inviter=2&amp;date_joined__gte=", "too early"}, []string{"kevin keegan"}},
		{"of all time", "@moratti", "", "/invitations/leaderboard/?period=all", []string{html}, 200, []string{"kevin keegan", `href="/users/?inviter=1&amp;sort=-date_joined"`, "of 1"}, nil},
		{"JSON", "moratti", "", "/invitations/leaderboard/?period=1y", nil, 200, []string{`{"period":"1y","since":"`, `{"inviter":{"id":2,"username":"moratti120","name":"masimo moratti"},"joined":1,"verified":1,"kept":0,"settled":0}`}, nil},
		{"CSV", "moratti", "", "/invitations/leaderboard/?period=all&format=csv", nil, 200, []string{"id,username,name,joined,verified,kept,settled\r\n", "2,moratti120,masimo moratti,1,1,0,0\r\n"}, nil},
		{"an unknown period", "moratti", "", "/invitations/leaderboard/?period=2d", nil, 400, []string{`{"period":["Select a valid choice. 2d is not one of the available choices."]}`}, nil},
		{"signed out", "", "", "/invitations/leaderboard", []string{html}, 303, nil, nil},
		{"without 1222", "sara", "", "/invitations/leaderboard/", nil, 403, []string{denied}, nil},
	})
	page := c.ask("@moratti", "GET", "/invitations/leaderboard/", html).body
	href := regexp.MustCompile(`/users/\?inviter=2[^"]*`).FindString(page)
	if a := c.ask("keegan", "GET", strings.ReplaceAll(href, "&amp;", "&")); !strings.HasPrefix(a.body, `{"count":1,`) || !strings.Contains(a.body, "Eve68") {
		t.Errorf("behind the number are %.200s", a.body)
	}
	c.exec("update users set created_at = now() - interval '200 days'")
	c.check([]row{{"nobody", "@moratti", "", "/invitations/leaderboard/?period=30d", []string{html}, 200, []string{"Nobody joined by invitation in this time"}, []string{"<table"}}})
}
