package handlers_test

import (
	"strings"
	"testing"
)

// suspected is a console on which 27 joined under Moratti within six minutes, and twelve addresses of them are bots'.
func suspected(t *testing.T) *console {
	c := inviting(t)
	c.exec(`insert into users (username, inviter_id, created_at, email) select 'bot' || i, 2, timestamptz '2026-05-03 12:00' + i * interval '13 seconds', 'bot' || i || '@example.com'
		from generate_series(1, 27) i`)
	c.exec("insert into invitation_attempts (address, at, outcome, inviter_id) select '192.0.2.7', now(), 'retired', 2 from generate_series(1, 4)")
	if err := c.store.SettleBranches(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSignalRoutes(t *testing.T) {
	c := suspected(t)
	const burst, bots = "27 joined in 6 minutes on 3 May 2026", "27 of 27 e-mail addresses are bot@example.com but for digits"
	c.check([]row{
		{"the page", "@moratti", "", "/users/2/invites/signals/", []string{html}, 200, []string{"<!doctype html>", "Signals under", `href="/users/2/invites/signals/burst/">` + burst, "usual ", bots}, nil},
		{"a part for another page", "@keegan", "", "/users/2/invites/signals/", []string{htmx, partial, "HX-Target: div#beside"}, 200, []string{`<section class="panel" id="signals"`, burst}, []string{"<!doctype"}},
		{"JSON", "moratti", "", "/users/2/invites/signals", nil, 200, []string{`{"inviter":{"id":2,"username":"moratti120","name":"masimo moratti"},"invited":28,`, `{"kind":"burst","text":"` + burst, `"count":27`,
			`"since":"2026-05-03T12:00:13Z"`, `"rows":"http://www.example.com/users/2/invites/signals/burst/"`}, nil},
		{"nothing unusual", "@moratti", "", "/users/1/invites/signals/", []string{html}, 200, []string{"Nothing unusual among", "What was looked for"}, []string{burst}},
		{"of who invited nobody", "@moratti", "", "/users/3/invites/signals/", []string{html}, 200, []string{"Has invited nobody."}, nil},
		{"nothing, JSON", "moratti", "", "/users/3/invites/signals/", nil, 200, []string{`"results":[]`}, nil},
		{"missing", "@moratti", "", "/users/98765/invites/signals/", []string{html}, 404, nil, nil},
		{"malformed", "moratti", "", "/users/x/invites/signals/", nil, 404, []string{notFound}, nil},
		{"signed out", "", "", "/users/2/invites/signals/", []string{html}, 303, []string{"Location: /login?next=%2Fusers%2F2%2Finvites%2Fsignals%2F"}, []string{burst}},
		{"signed out, part", "", "", "/users/2/invites/signals/", []string{htmx, partial, "HX-Target: div#beside"}, 401, nil, []string{burst}},
		{"without 1222", "sara", "", "/users/2/invites/signals/", nil, 403, []string{denied}, nil},
		{"another method", "keegan", "POST", "/users/2/invites/signals/", nil, 405, nil, nil},
	})
}

func TestRoutesOfTheRowsBehindASignal(t *testing.T) {
	c := suspected(t)
	c.check([]row{
		{"the page", "@moratti", "", "/users/2/invites/signals/burst/", []string{html}, 200, []string{"<!doctype html>", "27 joined in 6 minutes on 3 May 2026; usual ", `<bdi dir="ltr">bot1</bdi>`, "bot27@example.com",
			"<mark>3 May 2026, 12:00:13</mark>", "format=csv"}, []string{"Eve68"}},
		{"marked by what they share", "@moratti", "", "/users/2/invites/signals/digits/", []string{html}, 200, []string{"<mark>bot</mark>27<mark>@example.com</mark>"}, nil},
		{"JSON", "moratti", "", "/users/2/invites/signals/burst", nil, 200, []string{`"signal":{"kind":"burst"`, `"username":"bot1"`, `"email":"bot27@example.com","email_verified":false,"mobile_number":null,"is_active":true,"created_at":"2026-05-03T12:05:51Z"}`}, nil},
		{"CSV", "moratti", "", "/users/2/invites/signals/burst/?format=csv", nil, 200, []string{"id,username,name,email,email_verified,mobile_number,is_active,created_at\r\n", ",bot27,bot27,bot27@example.com,false,,true,2026-05-03T12:05:51Z\r\n", `filename="signal-burst.csv"`}, nil},
		{"tries", "@moratti", "", "/users/2/invites/signals/tries/", []string{html}, 200, []string{"Codes and links were tried 4 times", "An invite code from before", "192.0.2.7"}, nil},
		{"tries, CSV", "moratti", "", "/users/2/invites/signals/tries/?format=csv", nil, 200, []string{"at,outcome,invitation,network\r\n", ",retired,,192.0.2.7\r\n"}, nil},
		{"nothing of this kind", "@moratti", "", "/users/2/invites/signals/numbers/", []string{html}, 200, []string{"Nothing of this kind"}, []string{"<table"}},
		{"nothing of this kind, JSON", "moratti", "", "/users/2/invites/signals/numbers/", nil, 200, []string{`"signal":null,"results":[]`}, nil},
		{"nothing of this kind, CSV", "moratti", "", "/users/2/invites/signals/numbers/?format=csv", nil, 200, []string{"id,username"}, nil},
		{"an unknown kind", "moratti", "", "/users/2/invites/signals/hunch/", nil, 404, []string{notFound}, nil},
		{"missing", "moratti", "", "/users/98765/invites/signals/burst/", nil, 404, []string{notFound}, nil},
		{"malformed", "moratti", "", "/users/0/invites/signals/burst/", nil, 404, []string{notFound}, nil},
		{"signed out", "", "", "/users/2/invites/signals/burst/", nil, 401, []string{anyone}, nil},
		{"without 1222", "sara", "", "/users/2/invites/signals/burst/?format=csv", nil, 403, nil, []string{"bot1"}},
	})
	c.exec("insert into users (username, inviter_id, created_at) select 'more' || i, 2, '2026-05-03 12:06' from generate_series(1, 100) i")
	page := c.ask("@moratti", "GET", "/users/2/invites/signals/burst/", html).body
	if !strings.Contains(page, "The first 100 of 127.") || strings.Count(page, "<tr>") != 101 {
		t.Error("a page of many does not show the first, or does not say so")
	}
	if a := c.ask("keegan", "GET", "/users/2/invites/signals/burst/?format=csv"); strings.Count(a.body, "\r\n") != 128 {
		t.Error("a CSV lacks some")
	}
	if n := c.number("select count(*) from audit_entries where action = 'users_exported' and target_id = 2 and changes @> '{\"signal\": {\"now\": \"burst\"}}'"); n != 2 {
		t.Errorf("%d audit entries tell of two exports", n)
	}
}

func TestForestSignalRoutes(t *testing.T) {
	c := suspected(t)
	c.check([]row{
		{"the page", "@moratti", "", "/invitations/signals/", []string{html}, 200, []string{"<!doctype html>", `href="/users/2/invites/signals/tries/">Codes and links were tried 4 times`, "masimo moratti"}, nil},
		{"JSON", "moratti", "", "/invitations/signals", nil, 200, []string{`{"inviter":{"id":2,"username":"moratti120","name":"masimo moratti"},"kind":"tries","text":"Codes and links were tried 4 times`, `"networks":1`}, nil},
		{"signed out", "", "", "/invitations/signals/", []string{html}, 303, nil, nil},
		{"without 1222", "sara", "", "/invitations/signals/", nil, 403, []string{denied}, nil},
		{"the way there", "@moratti", "", "/invitations/", []string{html}, 200, []string{`href="/invitations/signals/">Signals`}, nil},
	})
	c.exec("delete from invitation_attempts")
	c.exec("delete from branches")
	c.check([]row{
		{"nothing", "@moratti", "", "/invitations/signals/", []string{html}, 200, []string{"Nothing unusual"}, nil},
		{"nothing, JSON", "moratti", "", "/invitations/signals/", nil, 200, []string{`{"results":[]}`}, nil},
	})
}
