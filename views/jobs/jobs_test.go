package jobs_test

import (
	"encoding/json"
	"testing"
	"time"

	"roster/models"
	"roster/views/jobs"
	"roster/views/layout"
	"roster/views/viewstest"
)

func day(n int) time.Time { return time.Date(2026, 3, n, 12, 0, 0, 0, time.UTC) }

// job is one about Moratti's branch, asked for by Keegan.
func job(kind models.JobKind, state models.JobState) *models.Job {
	keegan := viewstest.Keegan()
	j := &models.Job{ID: 7, Kind: kind, State: state, About: models.JobAbout{UserID: 2}, Expected: 1_000_001, Looked: 1, Found: 1, Fingerprint: -1, Actor: &keegan,
		Door: "page", CreatedAt: day(1), Head: &models.Person{ID: 2, Username: "moratti120", FirstName: "masimo", LastName: "moratti", IsActive: true}}
	if state != models.Collecting && state != models.Ready {
		j.ConfirmedAt, j.CheckedAt = day(2), day(2)
	}
	if state != models.Collecting && state != models.Ready && state != models.Running {
		j.FinishedAt, j.UndoUntil = day(3), day(10)
	}
	return j
}

func rowOf(p models.Person, state, reason string) models.JobRow {
	return models.JobRow{UserID: p.ID, Person: &p, Seq: p.ID, State: state, Reason: reason}
}

// deactivating is a job about 48,112 people, of whom others are left out.
func deactivating(state models.JobState) *jobs.Told {
	j := job(models.DeactivateBranch, state)
	j.About.Except, j.Found = []string{"verified", "staff"}, 48_112
	j.LeftOut = map[string]models.LeftOut{"verified": {Count: 1200, First: []int64{3}}, "staff": {Count: 1, First: []int64{1}}, "gone": {Count: 1, First: []int64{9}}}
	return &jobs.Told{Job: j, Heard: -1, Sample: models.JobSample{Set: []models.JobRow{rowOf(viewstest.Eve(), "waiting", "")}, LeftOut: map[string][]models.JobRow{
		"verified": {rowOf(viewstest.Eve(), "left_out", "verified")}, "staff": {rowOf(viewstest.Keegan(), "left_out", "staff")}, "gone": {{UserID: 9, State: "left_out", Reason: "gone"}}}}}
}

func golden(t *testing.T, name string, told *jobs.Told, change ...func(*layout.Frame)) {
	t.Helper()
	viewstest.Golden(t, name, viewstest.Draw(t, jobs.Show(told), change...))
}

func moratti(f *layout.Frame) {
	f.Viewer = &models.Viewer{ID: 2, Username: "moratti120", IsActive: true, IsStaff: true, Codes: []int{models.ReadUsers, models.UpdateUsers}}
}

func TestJobGoldens(t *testing.T) {
	collecting := deactivating(models.Collecting)
	collecting.Looked = 410_000
	golden(t, "collecting.html", collecting, func(f *layout.Frame) { f.Refresh = 5 })
	ready := deactivating(models.Ready)
	golden(t, "ready.html", ready)
	golden(t, "ready_to_another.html", ready, moratti)
	ready.Differs = &models.Difference{Came: 2, Went: 1, Changed: 1200}
	ready.Found, ready.Sample.Set, ready.Fault = 0, nil, "There is nothing to do: nobody is in the set."
	golden(t, "ready_again.html", ready)
	running := deactivating(models.Running)
	running.Done, running.Skipped, running.Heard = 24_000, 56, 3
	golden(t, "running.html", running)
	running.CheckedAt = time.Time{}
	golden(t, "running_unchecked.html", running)
	done := deactivating(models.JobDone)
	done.Done, done.Skipped, done.Failed, done.Undoable = 48_100, 11, 1, true
	done.Sample.NotDone = []models.JobRow{rowOf(viewstest.Eve(), "skipped", "changed"), rowOf(viewstest.Keegan(), "failed", "The database does not hold <this>."), {UserID: 9, State: "skipped", Reason: "gone"}}
	golden(t, "done.html", done)
	golden(t, "done_to_staff.html", done, moratti)
	done.UndoneBy, done.State = 8, models.JobCancelled
	golden(t, "cancelled_undone.html", done)
	failed := deactivating(models.JobFailed)
	failed.Problem, failed.Done = "rights", 500
	golden(t, "failed.html", failed)
	undo := deactivating(models.Ready)
	undo.UndoOf = 6
	golden(t, "undo_ready.html", undo)
}

func TestMovingGoldens(t *testing.T) {
	keegan, eve := viewstest.Keegan(), viewstest.Eve()
	move := &jobs.Told{Job: job(models.MovePerson, models.Ready), Heard: -1, Branches: map[int64]models.Branch{2: {Size: 48_111}, 1: {Size: 1_000_000}},
		From: models.Ancestry{Depth: 1, Root: &keegan}, To: models.Ancestry{Depth: 12, Root: &keegan, Near: []models.Person{eve}}}
	move.Under, move.About.InviterID = &eve, 3
	golden(t, "move.html", move)
	move.Under, move.About.InviterID, move.To = nil, 0, models.Ancestry{}
	golden(t, "move_to_the_top.html", move, func(f *layout.Frame) { f.Dir, f.Theme = "rtl", "dark" })
}

func TestFreezingGoldens(t *testing.T) {
	freeze := &jobs.Told{Job: job(models.FreezeBranch, models.Ready), Heard: -1, Closes: [2]int64{3, 1}}
	freeze.About.Reason = "27 joined in 6 minutes <on> 3 May"
	golden(t, "freeze.html", freeze)
	freeze.ClosesMany, freeze.Below = true, 48_111
	golden(t, "freeze_of_many.html", freeze)
	freeze.State, freeze.Done, freeze.Undoable = models.JobDone, 1, true
	golden(t, "frozen.html", freeze)
	freeze.UndoOf, freeze.Undoable = 5, false
	golden(t, "thawed.html", freeze)
}

func TestFormGoldens(t *testing.T) {
	f := &jobs.Form{Head: viewstest.Moratti(), Branch: models.Branch{Size: 48_111}, Except: []string{"verified", "staff"}}
	viewstest.Golden(t, "act.html", viewstest.Draw(t, jobs.Act(f)))
	f.Branch, f.Freeze = models.Branch{}, &models.Freeze{Person: models.Person{ID: 2, FirstName: "masimo", LastName: "moratti"}, Reason: "27 in 6 minutes", JobID: 7}
	f.Inviter, f.Errors = "nobody", models.Invalid{"inviter": {"There is nobody with this username."}, "action": {"Choose what to do."}}
	viewstest.Golden(t, "act_frozen.html", viewstest.Draw(t, jobs.Act(f), moratti))
}

func TestListGoldens(t *testing.T) {
	l := &jobs.Listing{JobPage: &models.JobPage{Jobs: []*models.Job{job(models.MovePerson, models.Ready), deactivating(models.Running).Job, job(models.FreezeBranch, models.JobDone),
		job(models.FreezeBranch, models.JobCancelled), job(models.DeactivateBranch, models.JobFailed)},
		Counts: map[models.JobState]int64{models.Ready: 1, models.Running: 1, models.JobDone: 1200}, Query: models.JobQuery{After: 9}, Newer: true, Older: true}}
	viewstest.Golden(t, "list.html", viewstest.Draw(t, jobs.List(l)))
	l.Jobs, l.Query, l.Newer, l.Older = nil, models.JobQuery{State: models.JobFailed}, false, false
	viewstest.Golden(t, "list_none_failed.html", viewstest.Draw(t, jobs.List(l)))
	l.Counts, l.Query = nil, models.JobQuery{}
	viewstest.Golden(t, "list_empty.html", viewstest.Draw(t, jobs.List(l)))
}

func TestJobJSONGolden(t *testing.T) {
	done := deactivating(models.JobDone)
	done.Done, done.Skipped, done.Differs = 48_111, 1, &models.Difference{Came: 1}
	done.Sample.NotDone = []models.JobRow{{UserID: 9, State: "skipped", Reason: "gone"}}
	text, err := json.MarshalIndent(jobs.ShowJSON(t.Context(), done), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	viewstest.Golden(t, "job.json", string(text)+"\n")
}
