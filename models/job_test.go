package models_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"roster/models"
)

// forest is Keegan, an admin, over Moratti, who is staff, over twenty people, of whom some are verified, staff or inactive;
// below the fourth of them are thirty more.
func forest(t *testing.T) directory {
	d := inter(t)
	d.exec(`insert into users (id, username, inviter_id, email_verified, is_staff, is_active)
		select i, 'u' || i, 2, i <= 105, i in (104, 106), i not in (107, 108) from generate_series(101, 120) i`)
	d.exec("insert into users (id, username, inviter_id) select i, 'v' || i, 104 from generate_series(201, 230) i")
	if err := d.SettleBranches(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d
}

// as is the context of what somebody does on a page.
func as(t *testing.T, id int64) context.Context {
	return models.WithActor(t.Context(), models.Actor{ID: id, Door: "page", RequestID: "request"})
}

// drafts makes a job as Keegan, who is an admin.
func (d directory) drafts(kind models.JobKind, about models.JobAbout) *models.Job {
	d.t.Helper()
	j, err := d.DraftJob(as(d.t, 1), viewer(1), kind, about)
	if err != nil {
		d.t.Fatal(err)
	}
	return j
}

// confirms says yes to a job as Keegan, and has it done.
func (d directory) confirms(j *models.Job) *models.Job {
	d.t.Helper()
	if _, err := d.Confirm(as(d.t, 1), viewer(1), j.ID, j.Fingerprint); err != nil {
		d.t.Fatal(err)
	}
	return d.works(j.ID)
}

// works goes on with jobs until none is at work, and reads one.
func (d directory) works(id int64) *models.Job {
	d.t.Helper()
	for worked := true; worked; {
		var err error
		if worked, err = d.WorkJobs(d.t.Context()); err != nil {
			d.t.Fatal(err)
		}
	}
	j, err := d.Job(d.t.Context(), id)
	if err != nil {
		d.t.Fatal(err)
	}
	return j
}

// undoes drafts the undoing of a job as Keegan.
func (d directory) undoes(j *models.Job) *models.Job {
	d.t.Helper()
	undo, err := d.DraftUndo(as(d.t, 1), viewer(1), j.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	return undo
}

func (d directory) active() int64 { return d.number("select count(*) from users where is_active") }

// entries is how many changes the audit tells of a job.
func (d directory) entries(j *models.Job) int64 {
	return d.number("select count(*) from audit_entries where request_id = $1 and action = 'user_changed'", fmt.Sprintf("job-%d", j.ID))
}

func (d directory) branchOfMoratti(except ...string) *models.Job {
	d.t.Helper()
	return d.drafts(models.DeactivateBranch, models.JobAbout{UserID: 2, Except: except})
}

func TestAJobShowsWhomItIsAboutAndWhomNot(t *testing.T) {
	d := forest(t)
	for _, row := range []struct {
		except []string
		found  int64
		out    map[string]int64
	}{
		{[]string{"verified", "staff"}, 12 + 1 + 30, map[string]int64{"inactive": 2, "staff": 3, "verified": 4}}, // Moratti and two more are staff
		{[]string{"verified"}, 13 + 1 + 30 + 1, map[string]int64{"inactive": 2, "verified": 5}},
		{nil, 18 + 1 + 30 + 1, map[string]int64{"inactive": 2}},
		{[]string{"head"}, 18 + 1 + 30, map[string]int64{"inactive": 2, "head": 1}},
	} {
		j := d.branchOfMoratti(row.except...)
		out := map[string]int64{}
		for reason, of := range j.LeftOut {
			out[reason] = of.Count
		}
		if j.State != models.Ready || j.Found != row.found || !reflect.DeepEqual(out, row.out) {
			t.Errorf("%v: %s, %d found, want %d; left out %v, want %v", row.except, j.State, j.Found, row.found, out, row.out)
		}
		if j.Looked != j.Found+j.Omitted() || j.Head.Username != "moratti120" || j.Actor.ID != 1 {
			t.Errorf("%+v", j)
		}
	}
	sample, err := d.JobSample(t.Context(), d.branchOfMoratti("staff"))
	if err != nil || len(sample.Set) != 5 || len(sample.LeftOut["staff"]) != 3 || sample.LeftOut["inactive"][0].Person.Username != "u107" {
		t.Errorf("the sample is %+v, %v", sample, err)
	}
	if n := d.active(); n != 51 {
		t.Errorf("%d are active: a preview changed somebody", n)
	}
	own := d.drafts(models.DeactivateBranch, models.JobAbout{UserID: 1})
	if own.LeftOut["yourself"].Count != 1 {
		t.Errorf("an admin would deactivate themself: %+v", own.LeftOut)
	}
}

func TestABranchIsDeactivatedAndEachHasBackWhatTheyHad(t *testing.T) {
	d := forest(t)
	before := d.text("select string_agg(id || ' ' || is_active || ' ' || coalesce(inviter_id, 0), ',' order by id) from users")
	j := d.confirms(d.branchOfMoratti("verified", "staff"))
	if j.State != models.JobDone || j.Done != 43 || j.Skipped+j.Failed != 0 || !j.CanUndo() || d.active() != 51-43 || d.entries(j) != 43 {
		t.Fatalf("%+v, %d are active, %d entries", j, d.active(), d.entries(j))
	}
	if n := d.number(`select count(*) from audit_entries where action = 'user_changed' and actor_id = 1 and door = 'page'
		and changes = '{"is_active": {"was": true, "now": false}}'`); n != 43 {
		t.Errorf("%d audit entries say what was done", n)
	}
	if again, err := d.Confirm(as(t, 1), viewer(1), j.ID, j.Fingerprint); err != nil || again.Done != 43 || d.number("select count(*) from audit_entries where action = 'job_begun'") != 1 {
		t.Errorf("yes was said twice: %+v, %v", again, err)
	}
	if n := d.number("select count(*) from users where id > 100 and not is_active and version <> 2 and id not in (107, 108)"); n != 0 {
		t.Errorf("%d have another version", n)
	}
	d.branchesAreRight()

	d.exec("update users set first_name = 'Dino', version = version + 1 where id = 110")
	d.exec("delete from users where id = 230")
	undo := d.undoes(j)
	if undo.State != models.Ready || undo.Found != 41 || undo.LeftOut["changed"].Count != 1 || undo.LeftOut["gone"].Count != 1 || undo.CanUndo() {
		t.Fatalf("the undoing is about %+v", undo)
	}
	d.exec("update users set first_name = 'Paolo', version = version + 1 where id = 111")
	if _, err := d.Confirm(as(t, 1), viewer(1), undo.ID, undo.Fingerprint); !errors.Is(err, models.ErrJobDiffers) {
		t.Fatalf("an undoing of others than were shown: %v", err)
	}
	undo, err := d.Job(t.Context(), undo.ID)
	if err != nil || *undo.Differs != (models.Difference{Changed: 1}) || undo.Found != 40 {
		t.Fatalf("%+v, %v", undo, err)
	}
	undo = d.confirms(undo)
	if undo.State != models.JobDone || undo.Done != 40 || d.entries(undo) != 40 || d.number("select count(*) from users where id in (110, 111) and is_active") != 0 {
		t.Errorf("the undoing came to %+v", undo)
	}
	if _, err := d.DraftUndo(as(t, 1), viewer(1), j.ID); !isInvalid(err, "job") {
		t.Errorf("undone twice: %v", err)
	}
	if _, err := d.DraftUndo(as(t, 1), viewer(1), undo.ID); !isInvalid(err, "job") {
		t.Errorf("an undoing undone: %v", err)
	}
	d.exec("update users set is_active = true where id in (110, 111)")
	d.exec("insert into users (id, username, inviter_id) values (230, 'v230', 104)")
	if after := d.text("select string_agg(id || ' ' || is_active || ' ' || coalesce(inviter_id, 0), ',' order by id) from users"); after != before {
		t.Errorf("\nwas %s\n is %s", before, after)
	}
}

func TestOfTwoWhoUndoAJobAtOnceOneDoes(t *testing.T) {
	d := forest(t)
	j := d.confirms(d.branchOfMoratti())
	first, second := d.undoes(j), d.undoes(j)
	d.confirms(first)
	if _, err := d.Confirm(as(t, 1), viewer(1), second.ID, second.Fingerprint); !isInvalid(err, "job") && !errors.Is(err, models.ErrJobDiffers) {
		t.Errorf("undone twice: %v", err)
	}
	if n := d.number("select count(*) from users where is_active"); n != 51 {
		t.Errorf("%d are active", n)
	}
}

func TestAJobCanBeUndoneForSevenDays(t *testing.T) {
	d := forest(t)
	j := d.confirms(d.branchOfMoratti())
	if days := j.UndoUntil.Sub(j.FinishedAt).Hours() / 24; days != 7 {
		t.Errorf("for %v days", days)
	}
	d.exec("update jobs set undo_until = now() where id = $1", j.ID)
	if _, err := d.DraftUndo(as(t, 1), viewer(1), j.ID); !isInvalid(err, "job") {
		t.Errorf("after seven days: %v", err)
	}
}

func TestASetThatChangedIsShownAgain(t *testing.T) {
	d := forest(t)
	for what, row := range map[string]struct {
		change string
		want   models.Difference
	}{
		"somebody came":       {"insert into users (id, username, inviter_id) values (300, 'new', 230)", models.Difference{Came: 1}},
		"somebody was moved":  {"update users set inviter_id = 1 where id = 104", models.Difference{Went: 31}}, // with those below
		"somebody was edited": {"update users set first_name = 'Dino', version = version + 1 where id = 120", models.Difference{Changed: 1}},
		"one came to be left": {"update users set is_staff = true, version = version + 1 where id = 119", models.Difference{Went: 1}},
	} {
		j := d.branchOfMoratti("verified", "staff")
		d.exec(row.change)
		if what == "somebody was moved" {
			row.want.Went--
		}
		active := d.active()
		_, err := d.Confirm(as(t, 1), viewer(1), j.ID, j.Fingerprint)
		again := d.works(j.ID)
		if !errors.Is(err, models.ErrJobDiffers) || again.State != models.Ready || again.Differs == nil || d.active() != active {
			t.Errorf("%s: %v, %+v", what, err, again)
			continue
		}
		if what != "somebody was moved" && *again.Differs != row.want {
			t.Errorf("%s: the set differs by %+v, want %+v", what, *again.Differs, row.want)
		}
		if again.Fingerprint == j.Fingerprint {
			t.Errorf("%s: the fingerprint is the same", what)
		}
		if _, err := d.Confirm(as(t, 1), viewer(1), j.ID, j.Fingerprint); !errors.Is(err, models.ErrJobDiffers) {
			t.Errorf("%s: yes to the old page: %v", what, err)
		}
	}
}

func TestWhoMayActOnWhom(t *testing.T) {
	d := forest(t)
	updater := viewer(2)
	updater.Codes = []int{models.ReadUsers, models.UpdateUsers}
	reader := viewer(2)
	reader.Codes = []int{models.ReadUsers}
	for what, row := range map[string]struct {
		who   *models.Viewer
		kind  models.JobKind
		about models.JobAbout
		may   bool
	}{
		"staff with 1223 freeze":                 {updater, models.FreezeBranch, models.JobAbout{UserID: 104, Reason: "x"}, true},
		"staff with 1223 move":                   {updater, models.MovePerson, models.JobAbout{UserID: 104, InviterID: 101}, true},
		"staff with 1223 move to the top":        {updater, models.MovePerson, models.JobAbout{UserID: 104}, true},
		"staff with 1223 move under an admin":    {updater, models.MovePerson, models.JobAbout{UserID: 104, InviterID: 1}, false},
		"staff with 1223 freeze an admin":        {updater, models.FreezeBranch, models.JobAbout{UserID: 1, Reason: "x"}, false},
		"staff with 1223 deactivate":             {updater, models.DeactivateBranch, models.JobAbout{UserID: 104}, false},
		"staff with 1222 freeze":                 {reader, models.FreezeBranch, models.JobAbout{UserID: 104, Reason: "x"}, false},
		"an admin deactivates":                   {viewer(1), models.DeactivateBranch, models.JobAbout{UserID: 104}, true},
		"an admin moves somebody under an admin": {viewer(1), models.MovePerson, models.JobAbout{UserID: 104, InviterID: 1}, true},
	} {
		_, err := d.DraftJob(as(t, row.who.ID), row.who, row.kind, row.about)
		if row.may && err != nil || !row.may && !errors.Is(err, models.ErrForbidden) {
			t.Errorf("%s: %v", what, err)
		}
	}
	j := d.branchOfMoratti()
	if _, err := d.Confirm(as(t, 2), updater, j.ID, j.Fingerprint); !errors.Is(err, models.ErrForbidden) {
		t.Errorf("staff say yes to an admin's job: %v", err)
	}
	if err := d.Cancel(as(t, 2), updater, j.ID); !errors.Is(err, models.ErrForbidden) {
		t.Errorf("staff cancel an admin's job: %v", err)
	}
	for field, about := range map[string]models.JobAbout{"except": {UserID: 2, Except: []string{"all"}}, "reason": {UserID: 2, Reason: "two\nlines"}} {
		if _, err := d.DraftJob(as(t, 1), viewer(1), models.DeactivateBranch, about); !isInvalid(err, field) {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := d.DraftJob(as(t, 1), viewer(1), models.FreezeBranch, models.JobAbout{UserID: 2, Reason: " "}); !isInvalid(err, "reason") {
		t.Errorf("frozen for no reason: %v", err)
	}
	if _, err := d.DraftJob(as(t, 1), viewer(1), models.FreezeBranch, models.JobAbout{UserID: 98765, Reason: "x"}); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("about nobody: %v", err)
	}
}

func TestAJobThatIsCancelledStaysWhereItIs(t *testing.T) {
	d := forest(t)
	j := d.branchOfMoratti()
	if err := d.Cancel(as(t, 1), viewer(1), j.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Confirm(as(t, 1), viewer(1), j.ID, j.Fingerprint); !isInvalid(err, "job") {
		t.Errorf("a cancelled job begins: %v", err)
	}
	if err := d.Cancel(as(t, 1), viewer(1), j.ID); !isInvalid(err, "job") {
		t.Errorf("cancelled twice: %v", err)
	}
	if j = d.works(j.ID); j.State != models.JobCancelled || j.CanUndo() || d.active() != 51 {
		t.Errorf("%+v", j)
	}
}

func TestAPreviewThatNobodySaysYesToIsForgotten(t *testing.T) {
	d := forest(t)
	old, cancelled, fresh, begun := d.branchOfMoratti(), d.branchOfMoratti(), d.branchOfMoratti(), d.confirms(d.branchOfMoratti())
	d.exec("update jobs set noted_at = now() - interval '25 hours' where id in ($1, $2)", old.ID, begun.ID)
	if err := d.Cancel(as(t, 1), viewer(1), cancelled.ID); err != nil {
		t.Fatal(err)
	}
	if err := d.ForgetPreviews(t.Context()); err != nil {
		t.Fatal(err)
	}
	if kept := d.text("select string_agg(distinct job_id::text, ' ' order by job_id::text) from job_rows"); kept != fmt.Sprintf("%d %d", fresh.ID, begun.ID) {
		t.Errorf("the rows of %s are kept", kept)
	}
	if j := d.works(old.ID); j.State != models.JobCancelled {
		t.Errorf("%+v", j)
	}
}

func TestJobsAreListedTheNewestFirst(t *testing.T) {
	d := forest(t)
	var ids []int64
	for range 5 {
		ids = append(ids, d.branchOfMoratti().ID)
	}
	slices.Reverse(ids)
	d.confirms(d.drafts(models.MovePerson, models.JobAbout{UserID: 120}))
	page, err := d.Jobs(t.Context(), models.JobQuery{State: models.Ready, Limit: 2})
	if err != nil || len(page.Jobs) != 2 || page.Jobs[0].ID != ids[0] || !page.Older || page.Newer || page.Found() != 5 || page.Counts[models.JobDone] != 1 {
		t.Fatalf("%+v, %v", page, err)
	}
	page, err = d.Jobs(t.Context(), models.JobQuery{State: models.Ready, Limit: 2, After: ids[3]})
	if err != nil || len(page.Jobs) != 1 || page.Older || !page.Newer {
		t.Fatalf("the last page: %+v, %v", page, err)
	}
	page, err = d.Jobs(t.Context(), models.JobQuery{State: models.Ready, Limit: 2, Before: ids[3]})
	if err != nil || len(page.Jobs) != 2 || page.Jobs[0].ID != ids[1] || !page.Older || !page.Newer {
		t.Fatalf("the page before: %+v, %v", page, err)
	}
}
