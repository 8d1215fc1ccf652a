package models_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"roster/models"
)

// large is a forest where Moratti has a branch of many, three levels deep, so that consoles work on it in the background.
func large(t *testing.T, people int) directory {
	d := inter(t)
	d.exec(`insert into users (id, username, inviter_id) select i, 'u' || i, case when i <= 1100 then 2 else 1001 + i % 100 end
		from generate_series(1001, 1000 + $1) i`, people)
	if err := d.SettleBranches(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d
}

// doneOnce says of a job that is done whether each of so many people was changed once, and told of once.
func (d directory) doneOnce(j *models.Job, people int64) {
	d.t.Helper()
	if j.State != models.JobDone || j.Done != people || j.Skipped+j.Failed != 0 {
		d.t.Errorf("%+v", j)
	}
	if n := d.number("select count(*) from users where id > 1000 and version = 2 and not is_active"); n != people {
		d.t.Errorf("%d were changed once, want %d", n, people)
	}
	if n := d.entries(j); n != people {
		d.t.Errorf("%d audit entries, want %d", n, people)
	}
	if n := d.number("select count(*) from job_rows where job_id = $1 and state = 'done' and version_after = 2", j.ID); n != people {
		d.t.Errorf("%d rows are done, want %d", n, people)
	}
	d.branchesAreRight()
}

func TestAJobOfManyRunsThroughAndBack(t *testing.T) {
	const people = 20_000
	d := large(t, people)
	start := time.Now()
	j := d.branchOfMoratti("verified", "staff")
	if j.State != models.Collecting {
		t.Fatalf("it was collected while somebody waited: %+v", j)
	}
	if j = d.works(j.ID); j.State != models.Ready || j.Found != people+1 || j.LeftOut["staff"].Count != 1 {
		t.Fatalf("%+v", j)
	}
	t.Logf("collected in %s", time.Since(start))
	start = time.Now()
	d.exec("update users set is_active = false where id = 3") // Eve
	j = d.confirms(j)
	if j.State != models.Ready || *j.Differs != (models.Difference{Went: 1}) || j.Found != people {
		t.Fatalf("the set has changed, and it is %+v", j)
	}
	t.Logf("looked at again in %s", time.Since(start))
	start = time.Now()
	j = d.confirms(j)
	t.Logf("%.0f rows a second", people/time.Since(start).Seconds())
	d.doneOnce(j, people)
	start = time.Now()
	undo := d.confirms(d.works(d.undoes(j).ID))
	t.Logf("%.0f rows a second undone, with the collecting", people/time.Since(start).Seconds())
	if undo.Done != people || d.number("select count(*) from users where id > 1000 and not is_active") != 0 {
		t.Errorf("%+v", undo)
	}
}

func TestAJobThatIsInterruptedGoesOnAndDoesNoRowTwice(t *testing.T) {
	const people = 5000
	d := large(t, people)
	d.exec("update users set is_active = false where id = 3")
	j := d.works(d.branchOfMoratti("staff").ID)
	if _, err := d.Confirm(as(t, 1), viewer(1), j.ID, j.Fingerprint); err != nil {
		t.Fatal(err)
	}
	dice, interrupted := rand.New(rand.NewPCG(1, 2)), 0 // each has a little longer than the one before, however slow the machine
	for j.State == models.Ready || j.State == models.Running {
		ctx, stop := context.WithTimeout(t.Context(), time.Duration(60+dice.IntN(200)+20*interrupted)*time.Millisecond)
		d.KeepJobs(ctx)
		stop()
		var err error
		if j, err = d.Job(t.Context(), j.ID); err != nil {
			t.Fatal(err)
		}
		if j.State == models.Running {
			interrupted++
		}
	}
	if interrupted == 0 {
		t.Error("nothing was interrupted")
	}
	d.doneOnce(j, people)
}

func TestConsolesShareAJobAndDoNoRowTwice(t *testing.T) {
	const people = 4000
	d := large(t, people)
	d.exec("update users set is_active = false where id = 3")
	j := d.branchOfMoratti("staff")
	ctx, stop := context.WithCancel(t.Context())
	var consoles sync.WaitGroup
	for range 4 {
		consoles.Go(func() { d.KeepJobs(ctx) })
	}
	until := func(state models.JobState) {
		t.Helper()
		for deadline := time.Now().Add(time.Minute); j.State != state; time.Sleep(5 * time.Millisecond) {
			var err error
			if j, err = d.Job(t.Context(), j.ID); err != nil || time.Now().After(deadline) {
				t.Fatalf("%+v, %v", j, err)
			}
		}
	}
	until(models.Ready)
	if _, err := d.Confirm(as(t, 1), viewer(1), j.ID, j.Fingerprint); err != nil {
		t.Fatal(err)
	}
	until(models.JobDone)
	stop()
	consoles.Wait()
	d.doneOnce(j, people)
}

func TestARunningJobLeavesAloneWhomOthersChange(t *testing.T) {
	d := large(t, 3000)
	j := d.works(d.branchOfMoratti("staff", "head").ID)
	if _, err := d.Confirm(as(t, 1), viewer(1), j.ID, j.Fingerprint); err != nil {
		t.Fatal(err)
	}
	for range 2 { // looks again, and does a batch
		if _, err := d.WorkJobs(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	d.exec("update users set first_name = 'Dino', version = version + 1 where id = 3997")
	d.exec("delete from users where id = 3999")
	d.exec(`create function refuse() returns trigger language plpgsql as $$ begin
			raise exception 'not him' using errcode = 'check_violation'; end $$`)
	d.exec("create trigger refuse before update on users for each row when (old.id = 3998) execute function refuse()")
	j = d.works(j.ID)
	if j.State != models.JobDone || j.Done != 2998 || j.Skipped != 2 || j.Failed != 1 {
		t.Errorf("%+v", j)
	}
	reasons := d.text("select string_agg(user_id || ' ' || state || ' ' || reason, ', ' order by user_id) from job_rows where job_id = $1 and state in ('skipped', 'failed')", j.ID)
	if want := "3997 skipped changed, 3998 failed The database does not hold this: not him, 3999 skipped gone"; reasons != want {
		t.Errorf("%s, want %s", reasons, want)
	}
	n := 0
	for row, err := range d.EachJobRow(t.Context(), j.ID, true) {
		if err != nil || row.UserID == 3999 && row.Person != nil {
			t.Errorf("%+v, %v", row, err)
		}
		n++
	}
	if n != 3 {
		t.Errorf("%d rows were not done", n)
	}
}

func TestAJobStopsWhenWhoDoesItMayNoMore(t *testing.T) {
	d := large(t, 3000)
	j := d.works(d.branchOfMoratti("staff").ID)
	if _, err := d.Confirm(as(t, 1), viewer(1), j.ID, j.Fingerprint); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := d.WorkJobs(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	d.exec("update users set is_admin = false where id = 1")
	if j = d.works(j.ID); j.State != models.JobFailed || j.Problem != "rights" || j.Done != 500 || d.number("select count(*) from users where id > 1000 and is_active") < 2499 {
		t.Errorf("%+v", j)
	}
	if !j.CanUndo() {
		t.Error("what it did cannot be undone")
	}
}

func TestARunningJobThatIsCancelledCanBeUndone(t *testing.T) {
	d := large(t, 3000)
	j := d.works(d.branchOfMoratti("staff").ID)
	if _, err := d.Confirm(as(t, 1), viewer(1), j.ID, j.Fingerprint); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := d.WorkJobs(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Cancel(as(t, 1), viewer(1), j.ID); err != nil {
		t.Fatal(err)
	}
	if j = d.works(j.ID); j.State != models.JobCancelled || j.Done != 1000 || d.entries(j) != 1000 {
		t.Fatalf("%+v", j)
	}
	if undo := d.confirms(d.works(d.undoes(j).ID)); undo.Done != 1000 || d.number("select count(*) from users where not is_active") != 0 {
		t.Errorf("%+v", undo)
	}
}

func admin(id int64) *models.Viewer {
	return &models.Viewer{ID: id, IsActive: true, IsAdmin: true}
}

func TestTwoAdminsWhoDeactivateEachOtherLeaveOne(t *testing.T) {
	d := open(t)
	d.exec("insert into users (id, username, is_admin, inviter_id) values (1, 'a', true, null), (2, 'b', true, null), (3, 'over', false, null)")
	d.exec("insert into users (id, username, inviter_id) select i, 'u' || i, 3 from generate_series(10, 12) i")
	jobs := map[int64]*models.Job{}
	for id, other := range map[int64]int64{1: 2, 2: 1} {
		j, err := d.DraftJob(as(t, id), admin(id), models.DeactivateBranch, models.JobAbout{UserID: other})
		if err != nil {
			t.Fatal(err)
		}
		jobs[id] = j
	}
	var both sync.WaitGroup
	for id, j := range jobs {
		both.Go(func() { d.Confirm(as(t, id), admin(id), j.ID, j.Fingerprint) })
	}
	both.Wait()
	for _, j := range jobs {
		d.works(j.ID)
	}
	if n := d.number("select count(*) from users where is_admin and is_active"); n != 1 {
		t.Errorf("%d admins are left", n)
	}
}
