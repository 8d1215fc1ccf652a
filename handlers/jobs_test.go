package handlers_test

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
)

// acting is a console where Moratti may change people, and has twelve below him: Eve, and eleven that she invited.
func acting(t *testing.T) *console {
	c := open(t)
	c.exec("insert into user_permissions (user_id, permission_id) select 2, id from permissions where code = 1223")
	c.exec("insert into users (id, username, inviter_id, email_verified, is_active) select i, 'below' || i, 3, i = 1001, i <> 1002 from generate_series(1001, 1011) i")
	if err := c.store.SettleBranches(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c
}

// drafts has somebody ask for a job, and gives its address.
func (c *console) drafts(who, path string, f form) string {
	c.t.Helper()
	a := c.post(who, path, f)
	if a.StatusCode != 303 || !strings.HasPrefix(a.Header.Get("Location"), "/jobs/") {
		c.t.Fatalf("%s %v: %d %s", path, f, a.StatusCode, a.body)
	}
	return a.Header.Get("Location")
}

// shown is what a job's JSON says that somebody is shown.
type shown struct {
	ID          int64
	State       string
	Found, Done int64
	LeftOut     map[string]int64 `json:"left_out"`
	Fingerprint string
	Set         []struct{ Username string }
}

func (a answer) shown() (j shown) {
	json.Unmarshal([]byte(a.body), &j)
	return j
}

func (c *console) shown(at string) shown {
	c.t.Helper()
	return c.ask("keegan", "GET", at).shown()
}

func TestActRoutes(t *testing.T) {
	c := acting(t)
	c.check([]row{
		{"an admin", "@keegan", "", "/users/2/invites/act/", []string{html}, 200, []string{"<!doctype html>", "masimo moratti", "and 12 people below", "Deactivate the branch", "Freeze invitations", "New inviter", `value="verified" checked`, `value="staff" checked`, `value="head">`}, nil},
		{"without the slash", "@keegan", "", "/users/2/invites/act", []string{html}, 200, []string{"<!doctype html>"}, nil},
		{"staff with 1223", "@moratti", "", "/users/3/invites/act/", []string{html}, 200, []string{"Freeze invitations", "New inviter"}, []string{"Deactivate the branch"}},
		{"JSON", "moratti", "", "/users/3/invites/act/", nil, 200, []string{`{"user":3,"size":11,"active":10,"verified":1,"frozen":false,"actions":["freeze","move"]}`}, nil},
		{"an admin's branch", "@moratti", "", "/users/1/invites/act/", []string{html}, 403, []string{"only admins act on it"}, []string{"Preview"}},
		{"without 1223", "@sara", "", "/users/2/invites/act/", []string{html}, 403, nil, []string{"moratti"}},
		{"signed out", "", "", "/users/2/invites/act/", []string{html}, 303, []string{"Location: /login?next=%2Fusers%2F2%2Finvites%2Fact%2F"}, nil},
		{"signed out, JSON", "", "", "/users/2/invites/act/", nil, 401, []string{anyone}, nil},
		{"missing", "@keegan", "", "/users/98765/invites/act/", []string{html}, 404, nil, nil},
		{"no id", "keegan", "", "/users/x/invites/act/", nil, 404, []string{notFound}, nil},
		{"another method", "keegan", "PUT", "/users/2/invites/act/", nil, 405, []string{"Allow: GET, HEAD, POST"}, nil},
	})
	for what, row := range map[string]struct {
		who, path string
		form      form
		status    int
		has       string
	}{
		"into the own branch":     {"@keegan", "/users/2/invites/act/", form{"action": {"move"}, "inviter": {"below1003"}}, 422, "A branch cannot hang under a part of itself, and below1003 stands in this one."},
		"under themself":          {"@keegan", "/users/2/invites/act/", form{"action": {"move"}, "inviter": {"2"}}, 422, "Nobody is their own inviter."},
		"under nobody":            {"@keegan", "/users/2/invites/act/", form{"action": {"move"}, "inviter": {"nobody"}}, 422, `value="nobody"`},
		"under bad text":          {"@keegan", "/users/2/invites/act/", form{"action": {"move"}, "inviter": {"a\x01"}}, 422, "Control characters are not allowed."},
		"for no reason":           {"@keegan", "/users/2/invites/act/", form{"action": {"freeze"}}, 422, "Say why"},
		"leaving whom":            {"@keegan", "/users/2/invites/act/", form{"action": {"deactivate"}, "except": {"all"}}, 422, "all is not one of the available choices."},
		"nothing":                 {"@keegan", "/users/2/invites/act/", form{}, 422, "Choose what to do: freeze, deactivate or move."},
		"about nobody":            {"@keegan", "/users/98765/invites/act/", form{"action": {"freeze"}, "reason": {"x"}}, 404, ""},
		"staff deactivate":        {"@moratti", "/users/3/invites/act/", form{"action": {"deactivate"}}, 403, "Only admins decide who may sign in"},
		"staff act on an admin":   {"@moratti", "/users/1/invites/act/", form{"action": {"freeze"}, "reason": {"x"}}, 403, ""},
		"staff without 1223":      {"@sara", "/users/3/invites/act/", form{"action": {"freeze"}, "reason": {"x"}}, 403, ""},
		"neither staff nor admin": {"eve", "/users/3/invites/act/", form{"action": {"freeze"}, "reason": {"x"}}, 403, ""},
		"signed out":              {"", "/users/3/invites/act/", form{"action": {"freeze"}, "reason": {"x"}}, 303, ""},
	} {
		if a := c.post(row.who, row.path, row.form); a.StatusCode != row.status || !strings.Contains(a.body, row.has) {
			t.Errorf("%s: %d, want %d with %q in %s", what, a.StatusCode, row.status, row.has, a.body)
		}
	}
	if a := c.post("@keegan", "/users/2/invites/act/", form{"action": {"freeze"}, "reason": {"x"}}, "Sec-Fetch-Site: cross-site"); a.StatusCode != 403 {
		t.Errorf("from another site: %d", a.StatusCode)
	}
	if n := c.number("select count(*) from jobs"); n != 0 {
		t.Errorf("%d jobs came of it", n)
	}
}

func TestABranchIsDeactivatedAndBackByItsPages(t *testing.T) {
	c := acting(t)
	at := c.drafts("@keegan", "/users/2/invites/act/", form{"action": {"deactivate"}, "except": {"", "verified", "staff"}})
	c.check([]row{
		{"the preview", "@keegan", "", at, []string{html}, 200, []string{"<!doctype html>", "Deactivate the branch of masimo moratti", "Waits for a yes", "Deactivate 10 people", "staff and admins, left alone as asked", "verified", "inactive already", "And 5 more."}, []string{"hx-trigger=\"every", "http-equiv=\"refresh\"", "progressbar"}},
		{"to another", "@moratti", "", at, []string{html}, 200, []string{"Waits for a yes of <bdi>kevin keegan</bdi>"}, []string{"Deactivate 10 people", ">Cancel<"}},
		{"JSON", "moratti", "", at, nil, 200, []string{`"kind":"deactivate","about":{"user":2,"except":["verified","staff"],"inviter":null,"reason":null}`, `"found":10,"left_out":{"inactive":1,"staff":1,"verified":1}`, `"set":[{"id":3,"username":"Eve68","state":"waiting","reason":null}`}, nil},
		{"CSV", "moratti", "", at + "?format=csv", nil, 200, []string{"id,username,full_name,state,reason", `1001,below1001,,left_out,their e-mail address is verified: left alone as asked`, "1003,below1003,,waiting,"}, nil},
		{"signed out", "", "", at, []string{html}, 303, nil, nil},
		{"without 1222", "@sara", "", at, []string{html}, 403, nil, []string{"Eve68"}},
		{"no job", "keegan", "", "/jobs/98765/", nil, 404, []string{notFound}, nil},
		{"no id", "keegan", "", "/jobs/01/", nil, 404, []string{notFound}, nil},
		{"reading what is only sent", "@keegan", "", at + "confirm/", []string{html}, 405, []string{"Allow: POST"}, nil},
	})
	old := c.shown(at)
	for what, row := range map[string]struct {
		who, path string
		form      form
		status    int
	}{
		"no fingerprint":  {"@keegan", at + "confirm/", form{}, 422},
		"another's job":   {"@moratti", at + "confirm/", form{"fingerprint": {old.Fingerprint}}, 403},
		"without 1222":    {"@sara", at + "cancel/", form{}, 403},
		"another cancels": {"@moratti", at + "cancel/", form{}, 403},
		"undone too soon": {"@keegan", at + "undo/", form{}, 422},
		"no job":          {"@keegan", "/jobs/98765/confirm/", form{"fingerprint": {"1"}}, 404},
		"no id":           {"@keegan", "/jobs/x/undo/", form{}, 404},
		"signed out":      {"", at + "confirm/", form{"fingerprint": {old.Fingerprint}}, 303},
	} {
		if a := c.post(row.who, row.path, row.form); a.StatusCode != row.status {
			t.Errorf("%s: %d, want %d: %s", what, a.StatusCode, row.status, a.body)
		}
	}

	c.exec("insert into users (id, username, inviter_id) values (1012, 'below1012', 1003)")
	a := c.post("@keegan", at+"confirm/", form{"fingerprint": {old.Fingerprint}})
	if a.StatusCode != 409 || !strings.Contains(a.body, "Since this was shown, 1 person came.") || !strings.Contains(a.body, "Deactivate 11 people") {
		t.Fatalf("another set: %d %s", a.StatusCode, a.body)
	}
	r := c.request("POST", at+"confirm/", form{"fingerprint": {old.Fingerprint}}, "Accept: application/json")
	if a := c.send("keegan", r); a.StatusCode != 409 || !strings.Contains(a.body, `{"detail":"The set has changed since it was shown.`) {
		t.Errorf("another set, to a program: %d %s", a.StatusCode, a.body)
	}
	if a := c.ask("eve", "GET", "/api/users/me"); a.StatusCode != 403 {
		t.Errorf("Eve has been deactivated too soon: %d", a.StatusCode)
	}
	if a := c.post("@keegan", at+"confirm/", form{"fingerprint": {c.shown(at).Fingerprint}}); a.StatusCode != 303 || a.Header.Get("Location") != at {
		t.Fatalf("yes: %d %s", a.StatusCode, a.body)
	}
	c.check([]row{
		{"the result", "@keegan", "", at, []string{html}, 200, []string{"11 people were deactivated.", ">Done<", "Undo", "Until "}, []string{"Deactivate 11 people"}},
		{"Eve is out at once", "eve", "", "/api/users/me", nil, 401, []string{"User inactive or deleted."}, nil},
		{"staff cannot undo it", "@moratti", "", at, []string{html}, 200, nil, []string{`id="undo"`}},
		{"the list", "@moratti", "", "/jobs/", []string{html}, 200, []string{"<!doctype html>", "Deactivate the branch of masimo moratti", `aria-current="page">All`, `href="/jobs/" title="Jobs" aria-current="page"`}, nil},
	})
	if a := c.post("@moratti", at+"undo/", form{}); a.StatusCode != 403 {
		t.Errorf("staff undo it: %d", a.StatusCode)
	}
	c.exec("update users set first_name = 'Dino', version = version + 1 where id = 1005")
	undo := c.drafts("@keegan", at+"undo/", form{})
	if a := c.ask("@keegan", "GET", undo, html); !strings.Contains(a.body, "Reactivate 10 people") || !strings.Contains(a.body, "changed by others since") {
		t.Errorf("the undoing: %s", a.body)
	}
	if a := c.post("@keegan", undo+"confirm/", form{"fingerprint": {c.shown(undo).Fingerprint}}); a.StatusCode != 303 {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	c.check([]row{
		{"the undoing is done", "@keegan", "", undo, []string{html}, 200, []string{"10 people were reactivated.", `>Job 1<`}, []string{`id="undo"`}},
		{"the job is undone", "@keegan", "", at, []string{html}, 200, []string{"Another job", undo}, []string{`id="undo"`}},
		{"Eve is in again", "eve", "", "/api/users/me", nil, 403, nil, nil},
	})
	if a := c.post("@keegan", at+"undo/", form{}); a.StatusCode != 422 || !strings.Contains(a.body, "This job has been undone already.") {
		t.Errorf("undone twice: %d", a.StatusCode)
	}
	if n := c.number("select count(*) from users where id > 1000 and not is_active"); n != 2 {
		t.Errorf("%d are inactive, want 1002 and 1005", n)
	}
}

func TestSomebodyIsMovedAndFrozenByAProgram(t *testing.T) {
	c := acting(t)
	send := func(path string, f form) answer { // by Moratti, with a token
		return c.send("moratti", c.request("POST", path, f, "Accept: application/json"))
	}
	a := send("/users/1003/invites/act/", form{"action": {"move"}, "inviter": {"below1011"}})
	at := a.Header.Get("Location")
	if a.StatusCode != 201 || a.shown().Found != 1 || !strings.Contains(a.body, `"about":{"user":1003,"except":[],"inviter":1011,"reason":null}`) {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	c.check([]row{{"both places", "@moratti", "", at, []string{html}, 200, []string{"Both places", "Move below1003 under below1011", "11 people below", "0 people below"}, nil}})
	if a := send(at+"confirm/", form{"fingerprint": {a.shown().Fingerprint}}); a.StatusCode != 200 || a.shown().State != "done" || c.number("select inviter_id from users where id = 1003") != 1011 {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	a = send(at+"undo/", form{})
	c.check([]row{{"the way back", "@moratti", "", a.Header.Get("Location"), []string{html}, 200, []string{"Move below1003 back under پارسا"}, nil}})
	if a = send(a.Header.Get("Location")+"confirm/", form{"fingerprint": {a.shown().Fingerprint}}); a.StatusCode != 200 || c.number("select inviter_id from users where id = 1003") != 3 {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}

	c.exec("update users set invite_code = 'abcdefg' where id = 1003")
	a = send("/users/3/invites/act/", form{"action": {"freeze"}, "reason": {"27 in 6 minutes"}})
	at = a.Header.Get("Location")
	c.check([]row{{"what it closes", "@moratti", "", at, []string{html}, 200, []string{"It closes <b>0 pending invitations, 1 invite code</b>", "27 in 6 minutes"}, nil}})
	if a := send(at+"confirm/", form{"fingerprint": {a.shown().Fingerprint}}); a.StatusCode != 200 || a.shown().Done != 1 {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	c.check([]row{
		{"it says that it is frozen", "@moratti", "", "/users/3/invites/act/", []string{html}, 200, []string{"Invitations are frozen under", `href="` + at}, []string{`name="reason"`}},
		{"a code lets nobody in", "", "", "/join/abcdefg", []string{html}, 403, []string{"takes no one at the moment"}, nil},
	})
	a = send(at+"undo/", form{})
	if a := send(a.Header.Get("Location")+"confirm/", form{"fingerprint": {a.shown().Fingerprint}}); a.StatusCode != 200 || a.shown().Done != 1 {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	c.check([]row{{"a code lets somebody in", "", "", "/join/abcdefg", []string{html}, 200, nil, nil}})
}

func TestALargeJobTellsHowFarItIs(t *testing.T) {
	c := acting(t)
	c.exec("insert into users (id, username, inviter_id) select i, 'many' || i, 1003 from generate_series(10001, 13000) i")
	if err := c.store.SettleBranches(t.Context()); err != nil {
		t.Fatal(err)
	}
	at := c.drafts("@keegan", "/users/3/invites/act/", form{"action": {"deactivate"}})
	part := []string{htmx, partial, "HX-Target: section#job"}
	working := []string{`role="progressbar"`, `hx-trigger="every 2s"`, `hx-get="` + at + "?heard=", `aria-valuenow="`}
	c.check([]row{
		{"it is collected", "@keegan", "", at, []string{html}, 200, append(working, `<noscript><meta http-equiv="refresh" content="5"></noscript>`, "people looked at"), []string{"data-live", "Deactivate 3,"}},
		{"as a part", "@keegan", "", at + "?heard=0", part, 200, working, []string{"<!doctype", "data-live"}},
		{"a yes too soon", "@keegan", "POST", at + "confirm/", []string{html}, 422, nil, nil},
	})
	work := func() {
		t.Helper()
		if _, err := c.store.WorkJobs(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for c.shown(at).State == "collecting" {
		work()
	}
	c.check([]row{{"it is collected", "@keegan", "", at + "?heard=0", part, 200, []string{`data-live="The preview is ready: 3,010 people."`, "Deactivate 3,010 people"}, []string{"every 2s", "<!doctype"}}})
	if a := c.post("@keegan", at+"confirm/", form{"fingerprint": {c.shown(at).Fingerprint}}); a.StatusCode != 303 {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	c.check([]row{{"it is looked at again", "@keegan", "", at, []string{html}, 200, append(working, "Looking whether the set is still what was shown"), nil}})
	for range 4 {
		work()
	}
	c.check([]row{{"it runs", "@keegan", "", at + "?heard=1", part, 200, append(working, `data-live="40 percent"`, "1,500 of 3,010 people", ">Cancel<"), nil}})
	if a := c.post("@keegan", at+"cancel/", form{}); a.StatusCode != 303 {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	c.check([]row{{"it is cancelled", "@keegan", "", at + "?heard=4", part, 200, []string{"1,500 people were deactivated. The job was cancelled before it came to the others.", `id="undo"`}, working[1:2]}})
	if a := c.post("@keegan", at+"cancel/", form{}); a.StatusCode != 422 || !strings.Contains(a.body, "There is nothing to cancel: it was cancelled.") {
		t.Errorf("cancelled twice: %d %s", a.StatusCode, a.body)
	}
}

func TestJobListRoutes(t *testing.T) {
	c := acting(t)
	c.check([]row{{"none yet", "@keegan", "", "/jobs/", []string{html}, 200, []string{"<!doctype html>", "No jobs yet"}, []string{"<table"}}})
	c.exec(`insert into jobs (kind, about, state, fingerprint, actor_id, door, found, done, skipped, failed)
		select 'freeze', '{"UserID": 3, "Reason": "x"}', 'done', 1, 1, 'page', 1, 1, 0, 0 from generate_series(1, 120)`)
	c.exec(`insert into jobs (kind, about, state, problem, fingerprint, actor_id, door, found, done, skipped, failed, confirmed_at)
		values ('deactivate', '{"UserID": 98765}', 'failed', 'rights', 1, null, 'page', 9, 4, 2, 1, now())`)
	c.exec("insert into job_rows (job_id, user_id, seq, state, reason, version) values (121, 98765, 1, 'skipped', 'gone', 1), (121, 3, 2, 'failed', '=not him', 1), (121, 2, 3, 'done', '', 1)")
	c.check([]row{
		{"all", "@moratti", "", "/jobs/", []string{html}, 200, []string{`<span class="count">121</span>`, "Freeze invitations under پارسا", `href="/jobs/?after=72"`}, []string{">Newer<"}},
		{"further", "@moratti", "", "/jobs/?after=72", []string{html}, 200, []string{`href="/jobs/?before=71"`, `href="/jobs/?after=22"`}, nil},
		{"in a state", "@moratti", "", "/jobs/?state=failed", []string{html}, 200, []string{"Deactivate the branch of id 98765", `aria-current="page">Failed`}, []string{"Freeze"}},
		{"none in a state", "@moratti", "", "/jobs/?state=running", []string{html}, 200, []string{"No job is in this state"}, nil},
		{"empty fields", "@keegan", "", "/jobs/?state=", []string{html}, 303, []string{"Location: /jobs/\n"}, nil},
		{"JSON", "moratti", "", "/jobs/?state=done", nil, 200, []string{`{"count":120,"next":"http://www.example.com/jobs/?after=71&state=done","previous":null,"results":[{"id":120,"kind":"freeze"`, `"states":{"cancelled":0,"collecting":0,"done":120,"failed":1,"ready":0,"running":0}`}, nil},
		{"an unknown state", "moratti", "", "/jobs/?state=lost&after=x", nil, 400, []string{`"state":["Select a valid choice. lost is not`, `"after":["Enter a number."]`}, nil},
		{"before and after", "moratti", "", "/jobs/?before=1&after=1", nil, 400, []string{`"before":["`}, nil},
		{"signed out", "", "", "/jobs/", []string{html}, 303, []string{"Location: /login?next=%2Fjobs%2F"}, nil},
		{"without 1222", "@sara", "", "/jobs/", []string{html}, 403, []string{"user_read (1222)"}, []string{`href="/jobs/"`}},
		{"another method", "moratti", "PUT", "/jobs/", nil, 405, []string{"Allow: GET, HEAD, OPTIONS"}, nil},
		{"who was not changed", "@moratti", "", "/jobs/121/", []string{html}, 200, []string{"4 people were deactivated. 2 people were skipped. 1 person could not be changed. The job stopped: who began it may not do this any more.", "deleted meanwhile", "=not him"}, nil},
		{"who was not changed, in JSON", "moratti", "", "/jobs/121/", nil, 200, []string{`"not_done":[{"id":98765,"username":null,"state":"skipped","reason":"gone"},{"id":3,`, `"problem":"rights"`, `"actor":null`}, nil},
	})
	read, err := csv.NewReader(strings.NewReader(c.ask("moratti", "GET", "/jobs/121/?format=csv&rows=not_done").body)).ReadAll()
	if err != nil || len(read) != 3 || read[2][1] != "Eve68" || read[2][4] != "'=not him" {
		t.Errorf("the CSV is %q, %v", read, err)
	}
}
