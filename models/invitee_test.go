package models_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
)

func TestAncestryNamesTheNearAndTheRoot(t *testing.T) {
	d := open(t)
	d.exec("insert into users (id, username, inviter_id) select i, 'u' || i, nullif(i - 1, 0) from generate_series(1, 20) i")
	a, err := d.Ancestry(t.Context(), 20, 3)
	if err != nil || a.Depth != 19 || a.Root.ID != 1 || a.Skipped() != 15 || len(a.Near) != 3 || a.Near[0].ID != 17 || a.Near[2].ID != 19 {
		t.Errorf("%+v, %v", a, err)
	}
	if a, err = d.Ancestry(t.Context(), 3, 3); err != nil || a.Root.ID != 1 || len(a.Near) != 1 || a.Near[0].ID != 2 || a.Skipped() != 0 {
		t.Errorf("%+v, %v", a, err)
	}
	if a, err = d.Ancestry(t.Context(), 1, 3); err != nil || a.Root != nil || a.Depth != 0 {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestAncestryEndsInARingThatWasPutInByHand(t *testing.T) {
	d := open(t)
	d.exec("insert into users (id, username, inviter_id) values (1, 'a', null), (2, 'b', 1), (3, 'c', 2)")
	d.exec("alter table users disable trigger user")
	d.exec("update users set inviter_id = 3 where id = 1")
	if a, err := d.Ancestry(t.Context(), 2, 3); err != nil || !a.Endless || len(a.Near) != 3 {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestInviteesListsEachInvitersFirst(t *testing.T) {
	d := open(t)
	d.exec("insert into users (id, username) values (1, 'a'), (2, 'b'), (3, 'c')")
	d.exec("insert into users (id, username, inviter_id) select i, 'u' || i, 1 + i % 2 from generate_series(10, 19) i")
	branches, more, err := d.Invitees(t.Context(), []int64{1, 2, 3, 99}, 0, 4)
	if err != nil || len(branches[1]) != 4 || len(branches[2]) != 4 || len(branches[3]) != 0 || !more[1] || more[3] {
		t.Errorf("%v %v %v", branches, more, err)
	}
	rest, more, err := d.Invitees(t.Context(), []int64{1}, branches[1][3].ID, 4)
	if err != nil || len(rest[1]) != 1 || more[1] {
		t.Errorf("%v %v %v", rest, more, err)
	}
}

func TestTheForestHasNoRing(t *testing.T) {
	d := open(t)
	d.exec("insert into users (id, username, inviter_id) values (1, 'a', null), (2, 'b', 1), (3, 'c', 2), (4, 'd', 3)")
	for what, statement := range map[string]string{
		"one's own inviter":                "update users set inviter_id = id where id = 1",
		"under one's own invitee":          "update users set inviter_id = 2 where id = 1",
		"under one's own branch":           "update users set inviter_id = 4 where id = 1",
		"two who swap":                     "update users set inviter_id = case id when 1 then 2 else 1 end where id in (1, 2)",
		"new people who invite each other": "insert into users (id, username, inviter_id) values (11, 'x', 12), (12, 'y', 11)",
		"a new ring of three":              "insert into users (id, username, inviter_id) values (11, 'x', 12), (12, 'y', 13), (13, 'z', 11)",
		"a new own inviter":                "insert into users (id, username, inviter_id) values (11, 'x', 11)",
	} {
		if _, err := d.db.ExecContext(t.Context(), statement); err == nil {
			t.Errorf("%s was stored", what)
		}
	}
	d.exec("insert into users (id, username, inviter_id) values (21, 'p', 22), (22, 'q', 4)") // no ring, though the first comes after
	d.exec("update users set inviter_id = 1 where id = 3")
}

func TestTwoMovesAtOnceMakeNoRing(t *testing.T) {
	d := open(t)
	for round := range 20 {
		a, b := int64(100+round*2), int64(101+round*2)
		d.exec(fmt.Sprintf("insert into users (id, username) values (%d, 'a%[1]d'), (%d, 'b%[1]d')", a, b))
		var moves sync.WaitGroup
		var refused [2]error
		for i, pair := range [][2]int64{{a, b}, {b, a}} {
			moves.Go(func() {
				_, refused[i] = d.db.ExecContext(t.Context(), "update users set inviter_id = $2 where id = $1", pair[0], pair[1])
			})
		}
		moves.Wait()
		if (refused[0] == nil) == (refused[1] == nil) {
			t.Fatalf("round %d: the two moves gave %v and %v; one must be refused", round, refused[0], refused[1])
		}
	}
}

func TestAMoveNeedsAFreshSnapshot(t *testing.T) {
	d := open(t)
	d.exec("insert into users (id, username) values (1, 'a'), (2, 'b')")
	_, err := d.db.ExecContext(t.Context(), "begin isolation level repeatable read; update users set inviter_id = 1 where id = 2; commit")
	if err == nil || !strings.Contains(err.Error(), "read committed") {
		t.Errorf("a move on an old snapshot gave %v", err)
	}
}

func TestInviteeCountsEqualARecountWhateverHappensAtOnce(t *testing.T) {
	d := open(t)
	d.exec("insert into users (id, username, inviter_id) select i, 'u' || i, nullif((i + 3) / 4, i) from generate_series(1, 64) i")
	var writers sync.WaitGroup
	for w := range 8 {
		writers.Go(func() {
			random := rand.New(rand.NewPCG(uint64(w), 7))
			for i := range 40 {
				switch id := 1 + random.IntN(64); random.IntN(4) {
				case 0, 1: // most under one hot inviter
					d.db.ExecContext(t.Context(), "insert into users (username, inviter_id, id) values ($1, $2, $3)", fmt.Sprintf("w%d-%d", w, i), 1+random.IntN(2), 1000+w*100+i)
				case 2: // a ring is refused, and then nothing may be counted
					d.db.ExecContext(t.Context(), "update users set inviter_id = $2 where id = $1", id, 1+random.IntN(64))
				case 3:
					d.db.ExecContext(t.Context(), "delete from users where id = $1", 1000+w*100+random.IntN(40))
				}
			}
		})
	}
	writers.Wait()
	if n := d.number("select count(*) from users where id >= 1000"); n < 50 {
		t.Fatalf("only %d people were added: the test tries too little", n)
	}
	if wrong := d.number(`select count(*) from users u where invitees_count(u.id) <> (select count(*) from users i where i.inviter_id = u.id)`); wrong > 0 {
		t.Errorf("%d counters are wrong", wrong)
	}
}

func TestGroupsHaveNoRing(t *testing.T) {
	d := open(t)
	d.exec("insert into groups (id, name, parent_id) values (1, 'a', null), (2, 'b', 1), (3, 'c', 2)")
	for _, statement := range []string{"update groups set parent_id = 3 where id = 1", "update groups set parent_id = 1 where id = 1",
		"insert into groups (id, name, parent_id) values (11, 'x', 12), (12, 'y', 11)"} {
		if _, err := d.db.ExecContext(t.Context(), statement); err == nil {
			t.Errorf("%s: a ring was stored", statement)
		}
	}
	d.exec("update groups set parent_id = 1 where id = 3")
}

func TestBelowReadsABranchAsATree(t *testing.T) {
	d := open(t)
	d.exec(`insert into users (id, username, inviter_id) values (1, 'a', null), (2, 'b', 1), (3, 'c', 1), (4, 'd', 2), (5, 'e', 2), (6, 'f', 5), (7, 'g', 1), (8, 'h', null), (9, 'i', 8)`)
	read := func(id, after int64, limit int) (text string) {
		rows, more, err := d.Below(t.Context(), id, after, limit)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			text += fmt.Sprintf("%d/%d ", row.ID, row.Level)
		}
		return fmt.Sprintf("%s%t", text, more)
	}
	for _, row := range []struct {
		id, after int64
		limit     int
		want      string
	}{
		{1, 0, 50, "2/1 4/2 5/2 6/3 3/1 7/1 false"},
		{1, 0, 3, "2/1 4/2 5/2 true"},
		{1, 5, 3, "6/3 3/1 7/1 false"},
		{1, 6, 1, "3/1 true"},
		{1, 7, 9, "false"},
		{2, 0, 9, "4/1 5/1 6/2 false"},
		{2, 6, 9, "false"},
		{4, 0, 9, "false"},
		{1, 9, 9, "false"}, // of another tree
		{2, 3, 9, "false"},
		{1, 99, 9, "false"}, // nobody
	} {
		if got := read(row.id, row.after, row.limit); got != row.want {
			t.Errorf("below %d after %d, %d: %s, want %s", row.id, row.after, row.limit, got, row.want)
		}
	}
	d.exec("alter table users disable trigger user")
	d.exec("update users set inviter_id = 6 where id = 1")
	if got := read(1, 0, 50); got != "2/1 4/2 5/2 6/3 3/1 7/1 false" {
		t.Errorf("in a ring: %s", got)
	}
}

func TestBelowMeetsEverybodyOnceInPages(t *testing.T) {
	d := open(t)
	d.exec("insert into users (id, username, inviter_id) select i, 'u' || i, nullif((i * 7919) % i / 2, 0) from generate_series(1, 400) i")
	d.exec("update users set inviter_id = 1 where inviter_id is null and id > 1")
	met := map[int64]bool{}
	for after := int64(0); ; {
		rows, more, err := d.Below(t.Context(), 1, after, 7)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if met[row.ID] {
				t.Fatalf("user %d comes twice", row.ID)
			}
			met[row.ID], after = true, row.ID
		}
		if !more {
			break
		}
	}
	if len(met) != 399 {
		t.Errorf("%d people were met, of 399", len(met))
	}
}

func TestBiggestNamesTheBranchesThatMatter(t *testing.T) {
	d := open(t)
	d.exec("insert into users (id, username, inviter_id) select i, 'u' || i, case when i = 1 then null when i < 10 then 1 else 2 + i % 2 end from generate_series(1, 49) i")
	if err := d.SettleBranches(t.Context()); err != nil {
		t.Fatal(err)
	}
	rows, err := d.Biggest(t.Context(), 1, 2, 5, 100)
	if err != nil || len(rows) != 2 || rows[0].Size != 20 || rows[0].Level != 1 {
		t.Errorf("%+v, %v", rows, err)
	}
	if rows, err = d.Biggest(t.Context(), 1, 1, 5, 30); err != nil || len(rows) != 30 || rows[0].Size != 20 || rows[29].Level != 2 {
		t.Errorf("%d, %v", len(rows), err)
	}
}
