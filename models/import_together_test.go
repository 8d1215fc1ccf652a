package models_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"roster/models"
)

// Inviters may stand anywhere in a file that brings its ids along.
func TestInvitersMayStandFurtherDown(t *testing.T) {
	for _, dry := range []bool{true, false} {
		for _, batch := range []int{1, 2, 3, 100} {
			t.Run(fmt.Sprint(dry, batch), func(t *testing.T) {
				t.Parallel()
				d := club(t)
				progress, refused := d.imports(models.ImportOptions{KeepIDs: true, MaxID: 90, Batch: batch, DryRun: dry},
					"id=50 username=leaf inviter_id=51",
					"id=51 username=branch inviter_id=52",
					"id=60 username=left inviter_id=61",  // its inviter is refused
					"id=70 username=alone inviter_id=71", // its inviter is in no row
					"id=80 username=ring inviter_id=81",
					"id=81 username=rang inviter_id=80",
					"id=3 inviter_id=52", // Eve moves under somebody who is to come
					"id=52 username=root inviter_id=1",
					"id=61 username=root")
				if counts(progress) != [4]int64{3, 1, 0, 5} || len(refused) != 5 {
					t.Errorf("%v %q", counts(progress), refused)
				}
				for i, want := range []string{`3: inviter_id: Invalid pk "61"`, `4: inviter_id: Invalid pk "71"`, `5: inviter_id: `, `6: inviter_id: `, `9: username: `} {
					if !strings.HasPrefix(refused[i], want) {
						t.Errorf("%q is not %q", refused[i], want)
					}
				}
				if dry {
					return
				}
				if got := d.text("select string_agg(id || '<' || coalesce(inviter_id, 0) || '+' || invitees_count(id), ' ' order by id) from users"); got != "1<0+2 2<1+0 3<52+0 50<51+0 51<52+1 52<1+2" {
					t.Errorf("the forest is %s", got)
				}
				if d.number("select count(*) from import_waiting") != 0 {
					t.Error("somebody still waits")
				}
				d.exec("insert into users (username) values ('later')")
				if d.number("select id from users where username = 'later'") <= 90 {
					t.Error("an id of the file was given to somebody else")
				}
			})
		}
	}
}

// Somebody takes a username between the moment an import looked and the moment it writes.
func TestAnImportThatLosesARaceRefusesThatRowAlone(t *testing.T) {
	d := club(t)
	rival, err := d.db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer rival.Rollback()
	if _, err := rival.ExecContext(t.Context(), "insert into users (username) values ('user7')"); err != nil {
		t.Fatal(err)
	}
	file := &sheet{}
	for i := range 20 {
		file.rows = append(file.rows, fmt.Sprintf("username=user%d", i))
	}
	var progress models.ImportProgress
	var race sync.WaitGroup
	race.Go(func() { progress, err = d.importsFile(t.Context(), models.ImportOptions{}, file) })
	for deadline := time.Now().Add(20 * time.Second); d.number("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") == 0; {
		if time.Now().After(deadline) {
			t.Fatal("the import does not wait for its rival")
		}
		time.Sleep(5 * time.Millisecond)
	}
	if err := rival.Commit(); err != nil {
		t.Fatal(err)
	}
	race.Wait()
	if err != nil || counts(progress) != [4]int64{19, 0, 0, 1} || !slices.Equal(file.refused, []string{"8: username: A user with that username already exists."}) {
		t.Errorf("%v %q %v", counts(progress), file.refused, err)
	}
}

// Three files with the same people in another order each: everybody is there once, and nothing is lost.
func TestImportsAtOnce(t *testing.T) {
	d := club(t)
	const people, files = 300, 3
	var all sync.WaitGroup
	var created, refused [files]int64
	for n := range files {
		file := &sheet{}
		for i := range people {
			k := (i*[files]int{7, 11, 13}[n] + n*100) % people
			file.rows = append(file.rows, fmt.Sprintf("username=user%d email=user%d@example.com inviter_id=2 groups=%d", k, k, n+1))
		}
		all.Go(func() {
			progress, err := d.importsFile(t.Context(), models.ImportOptions{Batch: 25, Sum: [32]byte{byte(n + 1)}}, file)
			if err != nil {
				t.Error(err)
			}
			created[n], refused[n] = progress.Created, progress.Refused
			if len(file.refused) != int(progress.Refused) {
				t.Errorf("file %d counts %d refused rows and tells of %d", n, progress.Refused, len(file.refused))
			}
		})
	}
	all.Wait()
	sum := func(of [files]int64) int64 { return of[0] + of[1] + of[2] }
	if sum(created) != people || sum(refused) != people*(files-1) {
		t.Errorf("created %v, refused %v", created, refused)
	}
	for what, n := range map[string]int64{
		"people":        d.number("select count(*) from users where inviter_id = 2 and id <> 3"),
		"memberships":   d.number("select count(*) from user_groups where user_id >= 100"),
		"audit entries": d.number("select count(distinct target_id) from audit_entries where action = 'user_created'"),
		"invitees":      d.number("select invitees_count(2)") - 1,
	} {
		if n != people {
			t.Errorf("%d %s, want %d", n, what, people)
		}
	}
}
