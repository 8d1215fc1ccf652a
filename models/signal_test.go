package models_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"roster/models"
	"roster/models/demo"
)

// morattis is a directory in which Keegan (1) invited three a week for two years, and Moratti (2), whom he invited long
// before, those of whom a test tells.
func morattis(t *testing.T, invited string) directory {
	d := inter(t)
	d.exec("alter sequence users_id_seq restart with 1000")
	d.exec("update users set created_at = '2020-01-01', email_verified = true")
	d.exec(`insert into users (username, inviter_id, created_at, email, email_verified, mobile_number)
		select 'k' || i, 1, timestamptz '2024-01-01' + i * interval '56 hours', 'k' || md5(i::text) || '@' || (array['example.com', 'example.org', 'mail.example'])[1 + i % 3],
			i % 4 > 0, '0912' || lpad((i * 99991 % 10000000)::text, 7, '0') from generate_series(1, 300) i`)
	d.exec(invited)
	d.exec("update users set email_verified = true where username like 'b%'")
	if err := d.SettleBranches(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d
}

// told is what was noticed about those under somebody, in brief.
func (d directory) told(id int64) string {
	d.t.Helper()
	found, err := d.Signals(d.t.Context(), id)
	if err != nil {
		d.t.Fatal(err)
	}
	var lines []string
	for _, s := range found.Found {
		line := fmt.Sprintf("%s: %d of %d", s.Kind, s.Count, s.Of)
		if s.Text != "" {
			line += " " + s.Text
		}
		rows, err := d.SignalRows(d.t.Context(), id, s.Kind, 10_000)
		if err != nil {
			d.t.Fatal(err)
		}
		if again := rows.Signal(); again == nil || *again != s {
			d.t.Errorf("told again it is %+v, and not %+v", again, s)
		}
		if want := s.Count; int64(len(rows.Rows)) != want && !(s.Kind == models.SingleChain && int64(len(rows.Rows)) == want+1) {
			d.t.Errorf("behind %s are %d rows", line, len(rows.Rows))
		}
		if some, err := d.SignalRows(d.t.Context(), id, s.Kind, 2); err != nil || len(some.Rows) != 2 || some.Rows[0] != rows.Rows[0] {
			d.t.Errorf("the first two behind %s are %+v, %v", line, some.Rows, err)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "; ")
}

// Each pair is a crowd that makes a signal, and one like it that does not.
func TestSignals(t *testing.T) {
	for _, test := range []struct{ what, invited, want string }{
		{"nobody more", "select", ""},
		{"27 within six minutes", `insert into users (username, inviter_id, created_at) select 'b' || i, 2, timestamptz '2026-05-03' + i * interval '13.8 seconds' from generate_series(0, 26) i`,
			"burst: 27 of 28"},
		{"ten within ten minutes", `insert into users (username, inviter_id, created_at) select 'b' || i, 2, timestamptz '2026-05-03' + i * interval '66 seconds' from generate_series(0, 9) i`,
			"burst: 10 of 11"},
		{"ten within a little more", `insert into users (username, inviter_id, created_at) select 'b' || i, 2, timestamptz '2026-05-03' + i * interval '67 seconds' from generate_series(0, 9) i`,
			""},
		{"twenty at once where three a day are usual", `insert into users (username, inviter_id, created_at) select 'b' || i, 2, timestamptz '2026-05-03' + least(i, 300) * interval '8 hours' from generate_series(1, 319) i; update users set created_at = '2026-05-03' where id = 3`,
			""},
		{"thirty at once where less than three are usual", `insert into users (username, inviter_id, created_at) select 'b' || i, 2, timestamptz '2026-05-03' + least(i, 300) * interval '9 hours' from generate_series(1, 329) i; update users set created_at = '2026-05-03' where id = 3`,
			"burst: 30 of 330"},
		{"ten numbers of one block", apart(`'0935123' || lpad((i * 7)::text, 4, '0')`, 10), "numbers: 10 of 11 09351230"},
		{"nine of one block", apart(`'0935123' || lpad((i * 7)::text, 4, '0')`, 9), ""},
		{"ten of one operator", apart(`'0935' || lpad((i * 700001)::text, 7, '0')`, 10), ""},
		{"ten of one block among many", apart(`case when i <= 10 then '0935123' else '0935' end || lpad((i * case when i <= 10 then 7 else 300001 end)::text, case when i <= 10 then 4 else 7 end, '0')`, 30), ""},
		{"sixty of one block among many", apart(`case when i <= 60 then '0935123' else '0935' end || lpad((i * case when i <= 60 then 7 else 30001 end)::text, case when i <= 60 then 4 else 7 end, '0')`, 200), "numbers: 60 of 201 09351230"},
		{"spellings of one mailbox", mailed(`case when i % 2 = 0 then 'an.na' else 'anna' end || '+' || i || '@example.com'`, 10), "mailbox: 10 of 10 anna@example.com"},
		{"spellings of one mailbox among many", mailed(`case when i <= 10 then 'anna+' || i else md5(i::text) end || '@example.com'`, 60), "mailbox: 10 of 60 anna@example.com"},
		{"nine spellings", mailed(`'anna+' || i || '@example.com'`, 9), ""},
		{"but for digits", mailed(`'bot' || i || '@example.com'`, 12), "digits: 12 of 12 bot@example.com"},
		{"but for digits, at several places", mailed(`'bot' || i || '@' || (array['example.com', 'example.org', 'mail.example'])[1 + i % 3]`, 24), ""},
		{"nothing but digits, as telephone numbers are", mailed(`(91200000 + i * 777) || '@example.com'`, 24), ""},
		{"a domain that nobody else has", mailed(`md5(i::text) || '@rare.example'`, 12), "domain: 12 of 12 rare.example"},
		{"a domain that many have", mailed(`md5(i::text) || '@mail.example'`, 12), ""},
		{"a few at a rare domain", mailed(`md5(i::text) || case when i <= 11 then '@rare.example' else '@mail.example' end`, 24), ""},
		{"most are deactivated", apart("null, i > 15", 60, "is_active"), "deactivated: 15 of 61"},
		{"some are", apart("null, i > 4", 60, "is_active"), ""},
		{"most of a few are", apart("null, i > 15", 48, "is_active"), ""},
		{"nobody is verified", apart("null, i > 59", 60, "email_verified"), "unverified: 59 of 61"},
		{"half are not", apart("null, i > 30", 60, "email_verified"), ""},
	} {
		t.Run(test.what, func(t *testing.T) {
			t.Parallel()
			if got := morattis(t, test.invited).told(2); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// apart are people who come a day after each other, with a number, and another column.
func apart(values string, n int, columns ...string) string {
	columns = append([]string{"", "mobile_number"}, columns...)
	if len(columns) < 3 || columns[2] != "email_verified" {
		columns, values = append(columns, "email_verified"), values+", true"
	}
	return fmt.Sprintf(`insert into users (username, inviter_id, created_at%s) select 'a' || i, 2, timestamptz '2025-01-01' + i * interval '1 day', %s from generate_series(1, %d) i`,
		strings.Join(columns, ", "), values, n)
}

// mailed are people who come a day after each other, with an address.
func mailed(address string, n int) string {
	return fmt.Sprintf(`insert into users (username, inviter_id, created_at, email_verified, email) select 'm' || i, 2, timestamptz '2025-01-01' + i * interval '1 day', true, %s from generate_series(1, %d) i`, address, n)
}

func TestAChainIsToldWhereverOneStandsInIt(t *testing.T) {
	d := inter(t)
	// From Eve (3) down: 11 who invited one person each, and the last of them whom; 111 invited two.
	d.exec("insert into users (id, username, inviter_id) select 100 + i, 'c' || i, case i when 1 then 3 else 99 + i end from generate_series(1, 11) i")
	d.exec("insert into users (id, username, inviter_id) values (200, 'one', 111), (201, 'other', 111)")
	for _, row := range []struct {
		id    int64
		above int64
		count int64
	}{{1, 0, 13}, {3, 2, 13}, {105, 7, 13}, {111, 13, 13}, {200, 0, 0}} {
		signals, err := d.Signals(t.Context(), row.id)
		if err != nil {
			t.Fatal(err)
		}
		if row.count == 0 && len(signals.Found) == 0 {
			continue
		}
		if len(signals.Found) != 1 || signals.Found[0].Kind != models.SingleChain || signals.Found[0].Count != row.count || signals.Found[0].Above != row.above ||
			signals.Found[0].First.ID != 1 || signals.Found[0].Last.ID != 111 || signals.Found[0].Cut {
			t.Errorf("of %d is told %+v", row.id, signals.Found)
		}
	}
	if got := d.told(105); got != "chain: 13 of 0" {
		t.Error(got)
	}
	d.exec("insert into users (id, username, inviter_id) values (300, 'fork', 102)")
	if got := d.told(105); got != "" { // 103 to 110 are eight
		t.Error(got)
	}
	d.exec("alter table users disable trigger user")
	d.exec("update users set inviter_id = 110 where id = 103")
	if _, err := d.Signals(t.Context(), 105); err != nil {
		t.Errorf("in a ring that was put in by hand: %v", err)
	}
}

func TestTriesAfterRevokeAreTold(t *testing.T) {
	d := inter(t)
	try := func(secret string, times int) {
		for range times {
			d.OpenInvitation(models.WithActor(t.Context(), models.Actor{Address: "192.0.2.7:1"}), secret)
		}
	}
	d.exec("update users set invite_code = 'Aaaaaaa', is_active = true where id = 2")
	ctx := models.WithActor(t.Context(), models.Actor{ID: 1})
	if _, err := d.InviteCode(ctx, 2, true); err != nil {
		t.Fatal(err)
	}
	try("Aaaaaaa", 2)
	try("Bbbbbbb", 3) // nobody's
	if got := d.told(2); got != "" {
		t.Error(got)
	}
	d.exec("insert into invitations (id, inviter_id, quota, prefix, hash, expires_at, revoked_at) values (7, 2, 9, 'x', '\\x00000000000000000000000000000000000000000000000000000000000000aa', '2100-01-01', now())")
	d.exec("insert into invitation_attempts (address, at, outcome, invitation_id, inviter_id) values ('198.51.100.1', '2026-05-03', 'revoked', 7, 2), ('198.51.100.1', now(), 'expired', 7, 2)")
	if got := d.told(2); got != "tries: 3 of 2" {
		t.Error(got)
	}
	rows, err := d.SignalRows(t.Context(), 2, models.TriedLater, 10)
	if err != nil || len(rows.Rows) != 3 || rows.Rows[0].Outcome != models.Retired || rows.Rows[2].InvitationID != 7 || rows.Rows[2].Network != "198.51.100.1" {
		t.Errorf("%+v, %v", rows.Rows, err)
	}
}

func TestSignalsOfNobody(t *testing.T) {
	d := inter(t)
	if _, err := d.Signals(t.Context(), 99); !errors.Is(err, models.ErrNotFound) {
		t.Error(err)
	}
	if _, err := d.SignalRows(t.Context(), 2, "guess", 10); !errors.Is(err, models.ErrNotFound) {
		t.Error(err)
	}
	if rows, err := d.SignalRows(t.Context(), 2, models.Burst, 10); err != nil || rows.Signal() != nil || rows.Rows != nil {
		t.Errorf("%+v, %v", rows, err)
	}
}

func TestTheHeadsOfTheForestAreThoseWithTheMost(t *testing.T) {
	d := morattis(t, apart("null, i > 15", 60, "is_active"))
	d.exec("insert into users (username, inviter_id, created_at, email_verified) select 'b' || i, 3, now() - interval '2 days' + i * interval '1 second', true from generate_series(1, 27) i")
	d.exec("insert into users (username, inviter_id, created_at, email_verified) select 'o' || i, 3, now() - interval '40 days' + i * interval '1 second', true from generate_series(1, 40) i")
	d.exec("insert into invitation_attempts (address, outcome, inviter_id) select '198.51.100.1', 'retired', 1 from generate_series(1, 3)")
	if err := d.SettleBranches(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, statements := models.WithTally(t.Context())
	heads, err := d.SignalHeads(ctx)
	if err != nil || statements.Load() != 3 {
		t.Fatalf("%d statements, %v", statements.Load(), err)
	}
	var lines []string
	for _, h := range heads {
		lines = append(lines, fmt.Sprintf("%s %s: %d of %d", h.Inviter.Username, h.Kind, h.Count, h.Of))
	}
	if got, want := strings.Join(lines, "; "), "Eve68 burst: 27 of 67; keegan2255 tries: 3 of 1; moratti120 deactivated: 15 of 128"; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// In a forest that grew by itself little is unusual: what is told there would hide what should be.
func TestAnOrdinaryForestIsQuiet(t *testing.T) {
	d := open(t)
	if _, err := demo.Load(t.Context(), d.Store, demo.Options{People: 5_000, Seed: 7}); err != nil {
		t.Fatal(err)
	}
	inviters, told := int64(0), map[models.SignalKind]int{}
	for id := int64(1); id < 5_200; id++ {
		if d.number("select invitees_count($1)", id) == 0 {
			continue
		}
		inviters++
		signals, err := d.Signals(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range signals.Found {
			told[s.Kind]++
		}
	}
	if heads, err := d.SignalHeads(t.Context()); err != nil || len(heads) > 0 {
		t.Errorf("of the whole forest is told %+v, %v", heads, err)
	}
	if chain := told[models.SingleChain]; chain != 50 { // the demo has one, of one in a hundred
		t.Errorf("%d stand in a chain", chain)
	}
	delete(told, models.SingleChain)
	if len(told) > 0 {
		t.Errorf("of %d inviters is told %v", inviters, told)
	}
}

// However many somebody invited, looks go through the newest of them; and no look scans the table of people.
func TestSignalsLookAtTheNewest(t *testing.T) {
	d := open(t)
	d.exec("insert into users (username) values ('hub'), ('other')")
	for batch := range 8 { // a statement has five seconds
		d.exec(`insert into users (username, inviter_id, created_at, email, mobile_number)
			select 'u' || i, case when i % 10 = 0 then 2 else 1 end, now() - interval '90 days' + i * interval '2 minutes', md5(i::text) || '@example.com', '0912' || lpad((i * 101)::text, 7, '0')
			from generate_series($1::int + 1, $1::int + 2000) i`, 2_000*batch)
	}
	for batch := range 6 {
		d.exec(`insert into users (username, inviter_id, created_at, email, mobile_number)
			select 'b' || i, 1, date_trunc('minute', now()), 'b' || i || '@example.com', case when i < 1000 then '0935123' || lpad(i::text, 4, '0') end
			from generate_series($1::int + 1, $1::int + 2000) i`, 2_000*batch)
	}
	d.exec("insert into users (username, inviter_id, is_active) select 'o' || i, 10000, false from generate_series(1, 100) i")
	d.exec("vacuum analyze users")
	if err := d.SettleBranches(t.Context()); err != nil {
		t.Fatal(err)
	}
	var asked []question
	ctx := models.Overheard(t.Context(), func(query string, args []any) { asked = append(asked, question{query, args}) })
	began := time.Now()
	signals, err := d.Signals(ctx, 1)
	if err != nil || len(asked) > 6 || len(signals.Found) != 3 || signals.Found[1].Newest != 20_000 {
		t.Fatalf("%d statements, %+v, %v", len(asked), signals.Found, err)
	}
	for _, row := range []struct {
		id   int64
		kind models.SignalKind
	}{{1, models.Burst}, {1, models.NumberBlock}, {1, models.OnlyDigits}, {10_000, models.ManyDeactivated}, {10_000, models.SingleChain}} {
		rows, err := d.SignalRows(ctx, row.id, row.kind, 100)
		if err != nil || len(rows.Rows) != 100 && row.kind != models.SingleChain {
			t.Fatalf("%s: %d rows, %v", row.kind, len(rows.Rows), err)
		}
	}
	if _, err := d.SignalHeads(ctx); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d statements in %v, and told %d signals", len(asked), time.Since(began), len(signals.Found))
	for _, q := range asked {
		most, scan := d.goneThrough(q)
		if bursts := strings.Contains(q.query, "stretches"); scan || most > 20_000 && !bursts {
			t.Errorf("goes through %d rows of people (a scan of the table: %v):\n%s", most, scan, q.query)
		}
	}
}
