package models_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"roster/models"
)

// branchesAreRight compares what is kept of every branch with a count of everybody below, by walking the forest.
func (d directory) branchesAreRight() {
	d.t.Helper()
	if err := d.SettleBranches(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
	rows, err := d.db.QueryContext(d.t.Context(), `
		with recursive below (head, id, levels) as (
			select inviter_id, id, 1 from users where inviter_id is not null
			union all
			select b.head, u.id, b.levels + 1 from below b join users u on u.inviter_id = b.id
		), counted as (
			select b.head as user_id, count(*) as size, count(*) filter (where u.is_active) as active, count(*) filter (where u.email_verified) as verified,
				max(b.levels)::int as levels, max(u.created_at) as last_joined
			from below b join users u on u.id = b.id group by b.head
		), kept as (select * from branches where size <> 0)
		select format('%s, not %s', kept, counted) from counted full join kept using (user_id)
		where (counted.user_id, counted.size, counted.active, counted.verified, counted.levels, counted.last_joined)
			is distinct from (kept.user_id, kept.size, kept.active, kept.verified, kept.levels, kept.last_joined)`)
	if err != nil {
		d.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var wrong string
		if err := rows.Scan(&wrong); err != nil {
			d.t.Fatal(err)
		}
		d.t.Error("kept of a branch: " + wrong)
	}
	if wrong, err := d.CheckBranches(d.t.Context()); err != nil || wrong != 0 {
		d.t.Errorf("the check finds %d wrong, %v", wrong, err)
	}
	if notes := d.number("select count(*) from branch_changes"); notes != 0 {
		d.t.Errorf("%d notes were left", notes)
	}
}

func TestBranchesComeToWhatACountGives(t *testing.T) {
	d := open(t)
	d.exec("insert into users (id, username, inviter_id, created_at) select i, 'u' || i, nullif(i / 3, 0), '2026-01-01'::timestamptz + i * interval '1 day' from generate_series(1, 200) i")
	d.branchesAreRight()
	for _, statement := range []string{
		"update users set is_active = false where id % 3 = 0",
		"update users set email_verified = true where id > 50",
		"update users set created_at = '2025-01-01' where id = 200", // the last who came
		"delete from users where id >= 190",                         // leaves
		"update users set inviter_id = 130 where id = 2",            // a branch, with its levels
		"update users set inviter_id = null where id = 20",          // a new root
		"update users set inviter_id = 7, is_active = not is_active where id = 20",
		"update users set inviter_id = case id when 30 then 100 else 30 end where id in (30, 31)", // two at once, one below the other
		"update users set inviter_id = 1, email_verified = false where inviter_id = 5",
		"with gone as (select id from users where inviter_id in (select id from users where inviter_id = 10) or inviter_id = 10) delete from users where id in (select id from gone) and not exists (select from users i where i.inviter_id = users.id and i.id not in (select id from gone))",
		"insert into users (id, username, inviter_id) values (900, 'x', 901), (901, 'y', 3)",
		"update users set updated_at = now()",
	} {
		d.exec(statement)
		d.branchesAreRight()
		if t.Failed() {
			t.Fatalf("after %s", statement)
		}
	}
}

func TestNotesOfWhoGoesPassToWhoStays(t *testing.T) {
	d := open(t)
	d.exec("insert into users (id, username, inviter_id) select i, 'u' || i, nullif(i - 1, 0) from generate_series(1, 8) i")
	d.branchesAreRight()
	d.exec("delete from users where id = 8") // noted for 7
	d.exec("delete from users where id in (5, 6, 7)")
	d.exec("insert into users (id, username, inviter_id) values (9, 'u9', 4)")
	d.branchesAreRight()
	d.exec("delete from users where id = 9")
	d.exec("update users set inviter_id = null where id = 2")
	d.exec("delete from users where id in (2, 3, 4)")
	d.branchesAreRight()
}

func TestBranchesAreRightWhateverHappensAtOnce(t *testing.T) {
	d := open(t)
	d.exec("insert into users (id, username, inviter_id) select i, 'u' || i, nullif(i / 2, 0) from generate_series(1, 64) i")
	var writers, keepers sync.WaitGroup
	stop := make(chan struct{})
	for range 2 {
		keepers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					if err := d.SettleBranches(t.Context()); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	var tried sync.Map
	for w := range 8 {
		writers.Go(func() {
			random := rand.New(rand.NewPCG(uint64(w), 5))
			anybody := func() int {
				if random.IntN(2) == 0 {
					return 1 + random.IntN(64)
				}
				return 1000 + random.IntN(8)*100 + random.IntN(60)
			}
			for i := range 60 {
				statement := ""
				kind := random.IntN(7)
				switch kind {
				case 0, 1:
					statement = fmt.Sprintf("insert into users (id, username, inviter_id) values (%d, 'w%[1]d', %d)", 1000+w*100+i, 1+random.IntN(3))
				case 2:
					statement = fmt.Sprintf("insert into users (id, username, inviter_id, is_active) values (%d, 'w%[1]d', %d, false)", 1000+w*100+i, anybody())
				case 3:
					statement = fmt.Sprintf("update users set inviter_id = %d where id = %d", anybody(), anybody())
				case 4:
					statement = fmt.Sprintf("delete from users where id = %d", anybody())
				case 5:
					statement = fmt.Sprintf("update users set is_active = not is_active where id %% 7 = %d", random.IntN(7))
				case 6:
					statement = fmt.Sprintf("update users set inviter_id = null, email_verified = not email_verified, created_at = created_at - interval '1 day' where id = %d", anybody())
				}
				if res, err := d.db.ExecContext(t.Context(), statement); err == nil {
					if n, _ := res.RowsAffected(); n > 0 {
						tried.Store(kind, true)
					}
				} else if !slices.ContainsFunc([]string{"23514", "23503", "23505", "40P01"}, func(code string) bool { return strings.Contains(err.Error(), code) }) {
					t.Errorf("%s: %v", statement, err) // neither a ring, nor invitees, nor a name twice, nor a deadlock
				}
			}
		})
	}
	writers.Wait()
	close(stop)
	keepers.Wait()
	for kind := range 7 {
		if _, ok := tried.Load(kind); !ok {
			t.Errorf("no change of kind %d was made: the test tries too little", kind)
		}
	}
	d.branchesAreRight()
}

func TestARebuildMendsAndTheCheckSaysWhatIsWrong(t *testing.T) {
	d := open(t)
	d.exec("insert into users (id, username, inviter_id) select i, 'u' || i, nullif(i / 3, 0) from generate_series(1, 100) i")
	d.branchesAreRight()
	d.exec("update branches set size = size + 1 where user_id = 4")
	d.exec("update branches set last_joined = now() + interval '1 day' where user_id = 9")
	d.exec("delete from branches where user_id = 20")
	if wrong, err := d.CheckBranches(t.Context()); err != nil || wrong < 3 {
		t.Errorf("the check finds %d wrong, %v", wrong, err)
	}
	if err := d.RebuildBranches(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.branchesAreRight()
}

func TestTheCheckCountsWhatIsNotYetAddedUp(t *testing.T) {
	d := open(t)
	d.exec("insert into users (id, username, inviter_id) select i, 'u' || i, nullif(i / 3, 0) from generate_series(1, 100) i")
	if wrong, err := d.CheckBranches(t.Context()); err != nil || wrong != 0 || d.number("select count(*) from branch_changes") == 0 {
		t.Errorf("the check finds %d wrong, %v", wrong, err)
	}
}

func TestTruncatedPeopleLeaveNoBranches(t *testing.T) {
	d := open(t)
	d.exec("insert into users (id, username, inviter_id) values (1, 'a', null), (2, 'b', 1)")
	d.exec("truncate users cascade")
	d.branchesAreRight()
}

func TestAHeadIsToldWithTheirBranch(t *testing.T) {
	d := open(t)
	d.exec("insert into users (id, username, inviter_id) select i, 'u' || i, nullif(i / 3, 0) from generate_series(1, 100) i")
	if head, behind, err := d.Head(t.Context(), 4); err != nil || behind || head.Username != "u4" || head.InviteesCount != 3 || head.Size != 12 || head.Levels != 2 || head.InviterID != 1 {
		t.Errorf("%+v, %t, %v", head, behind, err)
	}
	if head, behind, err := d.Head(t.Context(), 100); err != nil || behind || head.Size != 0 || !head.LastJoined.IsZero() {
		t.Errorf("%+v, %t, %v", head, behind, err)
	}
	if _, _, err := d.Head(t.Context(), 999); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}
	d.exec("insert into users (id, username, inviter_id) values (101, 'u101', 100)")
	if head, behind, err := d.Head(t.Context(), 1); err != nil || behind || head.Levels != 5 {
		t.Errorf("%+v, %t, %v", head, behind, err)
	}
}

func TestMuchThatChangedIsNotAddedUpInPassing(t *testing.T) {
	d := open(t)
	d.exec("insert into users (id, username, inviter_id) select i, 'u' || i, nullif(i / 2, 0) from generate_series(1, 5000) i") // 2,500 notes
	if head, behind, err := d.Head(t.Context(), 1); err != nil || !behind || head.Size == 0 {
		t.Errorf("%+v, %t, %v", head, behind, err)
	}
	if head, behind, err := d.Head(t.Context(), 1); err != nil || behind || head.Size != 4999 {
		t.Errorf("%+v, %t, %v", head, behind, err)
	}
}

func TestAConsoleAddsUpByItself(t *testing.T) {
	d := open(t)
	ctx, stop := context.WithCancel(t.Context())
	var keeper sync.WaitGroup
	keeper.Go(func() { d.KeepBranches(ctx) })
	d.exec("insert into users (id, username, inviter_id) select i, 'u' || i, nullif(i / 2, 0) from generate_series(1, 100) i")
	for d.number("select count(*) from branch_changes") > 0 {
		time.Sleep(10 * time.Millisecond)
	}
	stop()
	keeper.Wait()
	d.branchesAreRight()
}

func TestWhoDeletesAndWhoAddsUpDoNotWaitForEachOther(t *testing.T) {
	d := open(t)
	d.exec("insert into users (id, username) values (1, 'a')")
	var writers, keeper sync.WaitGroup
	ctx, stop := context.WithCancel(t.Context())
	keeper.Go(func() {
		for ctx.Err() == nil {
			if err := d.SettleBranches(t.Context()); err != nil {
				t.Error(err)
			}
		}
	})
	for w := range 4 {
		writers.Go(func() {
			for i := range 60 {
				x := 1000 + (w*100+i)*2
				for _, statement := range []string{
					"insert into users (id, username, inviter_id) values ($1, 'x' || $1, 1)", "insert into users (id, username, inviter_id) values ($1 + 1, 'y' || $1, $1)",
					"update users set is_active = false where id = $1 + 1", "delete from users where id = $1 + 1", "delete from users where id = $1",
				} {
					if _, err := d.db.ExecContext(t.Context(), strings.ReplaceAll(statement, "$1", fmt.Sprint(x))); err != nil {
						t.Errorf("%s: %v", statement, err)
					}
				}
			}
		})
	}
	writers.Wait()
	stop()
	keeper.Wait()
	d.branchesAreRight()
	if left := d.number("select count(*) from branches where user_id not in (select id from users)"); left > 0 {
		t.Errorf("%d branches are of nobody", left)
	}
}
