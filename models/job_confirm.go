package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	queries "roster/models/sql"
)

// ErrJobDiffers says that a job is by now about others than somebody was shown: nothing was done, and what it is about
// has been written down anew.
var ErrJobDiffers = errors.New("the set has changed since it was shown")

var (
	sqlJobCheck = queries.Read("job_check")
	// Whom a job is about by now: those of a branch who are not left out, or those who were written down and are there.
	sqlJobNowBranch = `walk (id) as (
        select $4::bigint union select u.id from walk w join users u on u.inviter_id = w.id
    ), now as (
        select u.id, u.version from walk join users u using (id) where ` + sqlJobJudge + ` = ''
    )`
)

const sqlJobNowRows = "now as (select u.id, u.version from job_rows r join users u on u.id = r.user_id where r.job_id = $1 and r.state = 'waiting')"

// Confirm begins a job that was shown with this fingerprint. Where the set is another by now, nothing is done and
// ErrJobDiffers given, for a large set later: then the job waits once more for a yes, and Differs says why. A set that
// fits in one batch is done at once. Who says yes twice begins once.
func (s *Store) Confirm(ctx context.Context, who *Viewer, id, fingerprint int64) (*Job, error) {
	var differs, small bool
	err := s.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := lockJob(ctx, tx, id); err != nil {
			return err
		}
		j, err := s.job(ctx, tx, id)
		if err != nil || j.Fingerprint == fingerprint && !j.ConfirmedAt.IsZero() && who.Drafted(j) {
			return err
		}
		if err := j.ready(who, fingerprint); err != nil {
			return err
		}
		if small = j.small(); small {
			d, err := s.difference(ctx, tx.Tx, j, who)
			if err != nil {
				return err
			}
			if differs = !d.IsNone(); differs {
				return s.collectAnew(ctx, tx, j, d)
			}
		}
		return beginToRun(ctx, tx, j, small)
	})
	switch {
	case errors.Is(translate(err), ErrConflict):
		return nil, Invalid{"job": {"Somebody else has undone this job already."}}
	case err != nil:
		return nil, wrap(err, "confirm job %d", id)
	case differs:
		if _, err := s.collected(ctx, id); err != nil {
			return nil, err
		}
		return nil, wrap(ErrJobDiffers, "confirm job %d", id)
	case small:
		if _, err := s.stepJob(ctx, id); err != nil {
			return nil, err
		}
	}
	return s.Job(ctx, id)
}

// ready says why somebody cannot say yes to a job that they were shown with a fingerprint, if they cannot.
func (j *Job) ready(who *Viewer, fingerprint int64) error {
	switch {
	case !who.MayDo(j) || !who.Drafted(j):
		return ErrForbidden
	case j.State == Collecting && j.Differs != nil, j.State == Ready && j.Fingerprint != fingerprint:
		return ErrJobDiffers
	case j.State != Ready:
		return Invalid{"job": {"This job does not wait for a yes: " + j.standing() + "."}}
	case j.Found == 0:
		return Invalid{"job": {"There is nothing to do: nobody is in the set."}}
	}
	return nil
}

// beginToRun has a job done from now on. A set that was not looked at again by then is, before anything is done to it.
func beginToRun(ctx context.Context, tx bun.Tx, j *Job, checked bool) error {
	_, err := tx.NewRaw(`update jobs set state = 'running', confirmed_at = now(), checked_at = case when ? then now() end, differs = null, noted_at = now()
		where id = ?`, checked, j.ID).Exec(ctx)
	if err != nil {
		return err
	}
	changes := map[string]change{"kind": {Now: j.Kind}, "about": {Now: j.About}, "people": {Now: j.Found}}
	if j.IsUndo() {
		changes["undo_of"] = change{Now: j.UndoOf}
	}
	return audit(ctx, tx, JobBegun, "jobs", j.ID, changes)
}

// standing says how a job stands, in the middle of a sentence.
func (j *Job) standing() string {
	return map[JobState]string{Collecting: "whom it is about is still being written down", Ready: "it is ready", Running: "it is running",
		JobDone: "it is done", JobCancelled: "it was cancelled", JobFailed: "it failed"}[j.State]
}

// lockJob waits until nobody else works on a job, and keeps it until the transaction ends.
func lockJob(ctx context.Context, tx bun.Tx, id int64) error {
	_, err := tx.NewRaw("select pg_advisory_xact_lock(hashtextextended('roster.jobs', ?))", id).Exec(ctx)
	return err
}

// querier is a transaction, or a database without limits.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// difference says how the set of a job differs from what it would be now.
func (s *Store) difference(ctx context.Context, db querier, j *Job, who *Viewer) (d Difference, err error) {
	query, args := fill(sqlJobCheck, "now", sqlJobNowRows), []any{j.ID}
	if j.Kind == DeactivateBranch && !j.IsUndo() {
		query, args = fill(sqlJobCheck, "now", sqlJobNowBranch), append(args, who.ID, who.IsAdmin, j.About.UserID, textArray(j.About.Except))
	}
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return d, err
	}
	defer rows.Close()
	if !rows.Next() {
		return d, fmt.Errorf("no answer: %w", rows.Err())
	}
	return d, rows.Scan(&d.Came, &d.Went, &d.Changed)
}

// Cancel stops a job: one that runs after the batch it is at. What is done stays, and can be undone.
func (s *Store) Cancel(ctx context.Context, who *Viewer, id int64) error {
	return wrap(s.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		j, err := s.job(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case !who.Drafted(j) && !who.MayDo(j):
			return ErrForbidden
		}
		res, err := tx.NewRaw(`update jobs set state = 'cancelled', finished_at = now(), noted_at = now(),
				undo_until = case when confirmed_at is not null then now() + interval '7 days' end
			where id = ? and state in ('collecting', 'ready', 'running')`, id).Exec(ctx)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return Invalid{"job": {"There is nothing to cancel: " + j.standing() + "."}}
		}
		if j.State != Running {
			return nil // nothing was done yet
		}
		return audit(ctx, tx, JobStopped, "jobs", id, map[string]change{"state": {Was: j.State, Now: JobCancelled}})
	}), "cancel job %d", id)
}
