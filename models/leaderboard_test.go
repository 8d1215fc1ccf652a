package models_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"roster/models"
	"roster/models/demo"
)

func TestTheLeaderboardTellsWhatBecameOfThoseWhoJoined(t *testing.T) {
	d := inter(t)
	d.exec("update users set created_at = now() - interval '2 years'")
	d.exec(`insert into users (id, username, inviter_id, created_at, email_verified, is_active, last_login) values
		(11, 'kept', 3, now() - interval '60 days', true, true, now() - interval '30 days'),
		(12, 'left-early', 3, now() - interval '60 days', true, true, now() - interval '31 days'),
		(13, 'never-came', 3, now() - interval '60 days', false, true, null),
		(14, 'put-out', 3, now() - interval '60 days', false, false, now()),
		(15, 'new', 3, now() - interval '29 days', true, true, now()),
		(16, 'one', 2, now() - interval '1 day', false, true, null)`)
	told := func(since time.Time) string {
		list, err := d.Leaderboard(t.Context(), since)
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for _, b := range list {
			lines = append(lines, fmt.Sprintf("%s %d joined, %d verified, %d of %d kept", b.Inviter.Username, b.Joined, b.Verified, b.Kept, b.Settled))
		}
		return strings.Join(lines, "; ")
	}
	if got, want := told(time.Now().AddDate(0, 0, -90)), "Eve68 5 joined, 3 verified, 1 of 4 kept; moratti120 1 joined, 0 verified, 0 of 0 kept"; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if got, want := told(time.Now().AddDate(0, 0, -30)), "moratti120 1 joined, 0 verified, 0 of 0 kept; Eve68 1 joined, 1 verified, 0 of 0 kept"; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if got, want := told(time.Time{}), "Eve68 5 joined, 3 verified, 1 of 4 kept; moratti120 2 joined, 0 verified, 0 of 1 kept; keegan2255 1 joined, 0 verified, 0 of 1 kept"; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// A leaderboard of all time goes through one narrow index, and not through the table.
func TestTheLeaderboardIsReadFromItsIndexAlone(t *testing.T) {
	d := open(t)
	if _, err := demo.Load(t.Context(), d.Store, demo.Options{People: 20_000, Seed: 1}); err != nil {
		t.Fatal(err)
	}
	d.exec("vacuum analyze users")
	var asked question
	list, err := d.Leaderboard(models.Overheard(t.Context(), func(query string, args []any) { asked = question{query, args} }), time.Time{})
	if err != nil || len(list) != 50 {
		t.Fatalf("%d inviters, %v", len(list), err)
	}
	conn, err := d.db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, query := range []string{"set plan_cache_mode = force_generic_plan", "prepare asked as " + asked.query} {
		if _, err := conn.ExecContext(t.Context(), query); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
	}
	rows, err := conn.QueryContext(t.Context(), fmt.Sprintf("explain execute asked ('%s', %d)", asked.args...))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		plan.WriteString(line + "\n")
	}
	if !strings.Contains(plan.String(), "Index Only Scan using users_by_inviter on users u") || strings.Contains(plan.String(), "Seq Scan on users u") {
		t.Errorf("it is read by\n%s", &plan)
	}
}
