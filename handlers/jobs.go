package handlers

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"roster/models"
	"roster/views/jobs"
	"roster/views/layout"
	"roster/web"
)

// jobs is one page of the jobs there are.
func (h handler) jobs(r *http.Request) (*jobs.Listing, error) {
	q := models.JobQuery{Limit: jobs.PageSize}
	faults := models.Invalid{}
	if state := models.JobState(web.Param(r, "state")); state == "" || slices.Contains(models.JobStates, state) {
		q.State = state
	} else {
		faults["state"] = []string{"Select a valid choice. " + string(state) + " is not one of the available choices."}
	}
	for name, place := range map[string]*int64{"after": &q.After, "before": &q.Before} {
		text := web.Param(r, name)
		if n, err := strconv.ParseInt(text, 10, 64); err == nil && n > 0 {
			*place = n
		} else if text != "" {
			faults[name] = []string{"Enter a number."}
		}
	}
	if q.After != 0 && q.Before != 0 {
		faults["before"] = []string{"Ask for what comes after a place or before one, not for both."}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	page, err := h.store.Jobs(r.Context(), q)
	return &jobs.Listing{JobPage: page}, err
}

// job is one of them, with some of its people. Its page is loaded again while the job is at work.
func (h handler) job(r *http.Request) (*jobs.Told, error) {
	id, err := web.ID(r)
	if err != nil {
		return nil, err
	}
	j, err := h.store.Job(r.Context(), id)
	if err != nil {
		return nil, err
	}
	t := &jobs.Told{Job: j, Heard: -1}
	if n, err := strconv.Atoi(web.Param(r, "heard")); err == nil {
		t.Heard = n
	}
	if j.AtWork() {
		layout.From(r.Context()).Refresh = 5
	}
	t.Sample, err = h.store.JobSample(r.Context(), j)
	return t, err
}

// jobRest reads what only the page of a preview shows: both places of who is moved, and what a freeze closes.
func (h handler) jobRest(r *http.Request, t *jobs.Told) (err error) {
	switch {
	case t.State != models.Ready:
	case t.Kind == models.MovePerson:
		err = h.bothPlaces(r.Context(), t)
	case t.Kind == models.FreezeBranch:
		var counted bool
		t.Closes[0], t.Closes[1], counted, err = h.store.PendingBelow(r.Context(), t.About.UserID)
		t.ClosesMany = !counted
	}
	return err
}

// bothPlaces reads where somebody stands and where they are to stand, and how large the branches there are.
func (h handler) bothPlaces(ctx context.Context, t *jobs.Told) (err error) {
	if t.From, err = h.store.Ancestry(ctx, t.About.UserID, nearInviters); err != nil {
		return err
	}
	if t.Under != nil {
		above, err := h.store.Ancestry(ctx, t.Under.ID, nearInviters)
		if err != nil {
			return err
		}
		t.To = above.Under(*t.Under)
	}
	t.Branches, err = h.store.BranchFigures(ctx, slices.Concat([]int64{t.About.UserID}, t.From.IDs(), t.To.IDs())...)
	return err
}

// jobCSV is everybody in a job, or those who were not changed.
func (h handler) jobCSV(r *http.Request, t *jobs.Told) web.Table {
	return web.Table{Name: "job-" + strconv.FormatInt(t.ID, 10), Head: jobs.CSVHead, Rows: func(ctx context.Context) iter.Seq2[[]string, error] {
		return func(yield func([]string, error) bool) {
			for row, err := range h.store.EachJobRow(ctx, t.ID, web.Param(r, "rows") == "not_done") {
				if err != nil {
					yield(nil, err)
					return
				}
				if !yield(jobs.CSVRow(row), nil) {
					return
				}
			}
		}
	}}
}

// lead leads to a job's page, or tells of it.
func (h handler) lead(w http.ResponseWriter, r *http.Request, status int, j *models.Job) {
	sample, err := h.store.JobSample(r.Context(), j)
	if err != nil {
		web.Fail(w, r, err)
		return
	}
	web.Lead(w, r, status, jobs.Place(j.ID), &jobs.Told{Job: j, Sample: sample}, jobs.ShowJSON)
}

// confirmJob begins a job that somebody was shown.
func (h handler) confirmJob(w http.ResponseWriter, r *http.Request) {
	id, err := web.ID(r)
	if err == nil {
		err = web.ReadForm(r)
	}
	if err != nil {
		web.Fail(w, r, err)
		return
	}
	fingerprint, ok := jobs.ReadFingerprint(r.PostForm.Get("fingerprint"))
	if !ok {
		h.failJob(w, r, models.Invalid{"fingerprint": {"Send the fingerprint of the job as it was shown."}})
		return
	}
	j, err := h.store.Confirm(r.Context(), layout.From(r.Context()).Viewer, id, fingerprint)
	if err != nil {
		h.failJob(w, r, err)
		return
	}
	h.lead(w, r, http.StatusOK, j)
}

// cancelJob stops a job.
func (h handler) cancelJob(w http.ResponseWriter, r *http.Request) {
	id, err := web.ID(r)
	if err == nil {
		err = h.store.Cancel(r.Context(), layout.From(r.Context()).Viewer, id)
	}
	var j *models.Job
	if err == nil {
		j, err = h.store.Job(r.Context(), id)
	}
	if err != nil {
		h.failJob(w, r, err)
		return
	}
	h.lead(w, r, http.StatusOK, j)
}

// undoJob writes down what of a job can be undone, and leads to the page that shows it.
func (h handler) undoJob(w http.ResponseWriter, r *http.Request) {
	id, err := web.ID(r)
	var j *models.Job
	if err == nil {
		j, err = h.store.DraftUndo(r.Context(), layout.From(r.Context()).Viewer, id)
	}
	if err != nil {
		h.failJob(w, r, err)
		return
	}
	h.lead(w, r, http.StatusCreated, j)
}

// failJob shows a job with what could not be done about it.
func (h handler) failJob(w http.ResponseWriter, r *http.Request, err error) {
	faults := invalid(err)
	differs := errors.Is(err, models.ErrJobDiffers)
	switch {
	case differs:
		err = &web.Error{Status: http.StatusConflict, Detail: "The set has changed since it was shown. Look at the job again, and confirm its new fingerprint.", Err: err}
	case errors.Is(err, models.ErrForbidden):
		err = web.Forbidden("Only who asked for a job says yes to it, and only while they may do what it does. Only admins decide who may sign in.")
	case faults != nil:
		err = &web.Error{Status: http.StatusUnprocessableEntity, Fields: faults, Err: err}
	}
	if faults == nil && !differs {
		web.Fail(w, r, err)
		return
	}
	told, missing := h.job(r)
	if missing == nil {
		missing = h.jobRest(r, told)
	}
	if missing != nil {
		web.Fail(w, r, missing)
		return
	}
	for _, messages := range faults {
		told.Fault += messages[0]
	}
	web.FailForm(w, r, err, func(string) templ.Component { return jobs.Show(told) })
}
