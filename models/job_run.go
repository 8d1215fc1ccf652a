package models

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/uptrace/bun"
)

// rowsAtOnce is how many rows a transaction of a job has. It holds their locks, so it is over in a moment.
const rowsAtOnce = 500

// KeepJobs does what jobs there are, until ctx ends. Several consoles on one database share them: whoever has a job's
// lock does its next batch, and a console that is gone has none.
func (s *Store) KeepJobs(ctx context.Context) {
	for {
		wait := time.Second / 2
		worked, err := s.WorkJobs(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			slog.Warn("jobs did not go on", "error", err)
			wait = 5 * time.Second
		case worked:
			wait = 0
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// ForgetPreviews cancels what nobody said yes to for a day, and deletes the rows of jobs that were cancelled before they
// began: a few thousand at once, as they may be millions.
func (s *Store) ForgetPreviews(ctx context.Context) error {
	_, err := s.exec(ctx, "update jobs set state = 'cancelled', finished_at = now() where state = 'ready' and noted_at < now() - interval '1 day'")
	for n := int64(1); err == nil && n > 0; {
		n, err = s.exec(ctx, `delete from job_rows where (job_id, user_id) in (
			select r.job_id, r.user_id from jobs j cross join lateral (select * from job_rows r where r.job_id = j.id limit $1::bigint) r
			where j.state = 'cancelled' and j.confirmed_at is null limit $1::bigint)`, collectedAtOnce)
	}
	return wrap(err, "forget previews")
}

// WorkJobs does one step of every job that is at work, and says whether there was any.
func (s *Store) WorkJobs(ctx context.Context) (worked bool, err error) {
	var ids []int64
	if err := s.all(ctx, &ids, "select id from jobs where state in ('collecting', 'running') order by id"); err != nil {
		return false, wrap(err, "jobs at work")
	}
	for _, id := range ids {
		did, err := s.stepJob(ctx, id)
		if err != nil && (passing(err) || ctx.Err() != nil) {
			return worked, err
		}
		if err != nil {
			slog.Error("a job failed", "job", id, "error", err)
			if err := s.failJob(ctx, id, "error"); err != nil {
				return worked, err
			}
		}
		worked = worked || did
	}
	return worked, nil
}

// failJob stops a job that cannot go on.
func (s *Store) failJob(ctx context.Context, id int64, problem string) error {
	_, err := s.exec(ctx, sqlJobFail, id, problem)
	return wrap(err, "fail job %d", id)
}

const sqlJobFail = `update jobs set state = 'failed', problem = $2, finished_at = now(), noted_at = now(),
		undo_until = case when confirmed_at is not null then now() + interval '7 days' end
	where id = $1 and state in ('collecting', 'running')`

// stepJob does the next piece of a job, unless another console is at it. Where the database refuses a batch, it is tried
// by halves, until the row is found that it refuses: that one fails, and hinders no other.
func (s *Store) stepJob(ctx context.Context, id int64) (worked bool, err error) {
	for limit := rowsAtOnce; ; limit /= 2 {
		worked, err = s.tryStep(ctx, id, limit, nil)
		faults := refused(err)
		if faults == nil {
			return worked, wrap(err, "job %d", id)
		}
		if limit == 1 {
			worked, err = s.tryStep(ctx, id, 1, faults)
			return worked, wrap(err, "job %d", id)
		}
	}
}

// tryStep is a step of a job with a batch of a size. A single row may come with faults that the database found.
func (s *Store) tryStep(ctx context.Context, id int64, limit int, faults Invalid) (worked bool, err error) {
	unchecked := false
	err = s.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		j, err := s.jobAtWork(ctx, tx, id)
		worked = j != nil
		switch {
		case err != nil || j == nil:
			return err
		case j.State == Collecting:
			return s.collect(ctx, tx, j)
		case j.CheckedAt.IsZero():
			unchecked = true
			return nil
		}
		return s.batch(ctx, tx, j, limit, faults)
	})
	if err == nil && unchecked {
		err = s.checkLarge(ctx, id)
	}
	return worked, err
}

// jobAtWork reads a job that goes on by itself, and keeps other consoles from it until the transaction ends; nil where
// another has it, or it has ended.
func (s *Store) jobAtWork(ctx context.Context, tx bun.Tx, id int64) (*Job, error) {
	var mine []bool
	if err := s.in(ctx, tx, &mine, "select pg_try_advisory_xact_lock(hashtextextended('roster.jobs', $1))", id); err != nil || !mine[0] {
		return nil, err
	}
	j, err := s.job(ctx, tx, id)
	if err != nil || !j.AtWork() {
		return nil, err
	}
	return j, nil
}

// checkLarge looks whether a large set is still what was shown, which may take a while. If it is not, it is collected
// anew and waits for another yes.
func (s *Store) checkLarge(ctx context.Context, id int64) error {
	return s.Unlimited(ctx, func(ctx context.Context, db *bun.DB) error {
		return db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
			j, err := s.jobAtWork(ctx, tx, id)
			if err != nil || j == nil || j.State != Running || !j.CheckedAt.IsZero() {
				return err
			}
			who, err := s.actorOf(ctx, tx, j)
			if err != nil {
				return err
			}
			d, err := s.difference(ctx, tx.Tx, j, who)
			if err != nil {
				return err
			}
			if !d.IsNone() {
				return s.collectAnew(ctx, tx, j, d)
			}
			_, err = tx.NewRaw("update jobs set checked_at = now(), noted_at = now() where id = ?", id).Exec(ctx)
			return err
		})
	})
}

// acting is ctx for what a job does: its audit entries name who said yes, and the job.
func (j *Job) acting(ctx context.Context, who *Viewer) context.Context {
	return WithActor(ctx, Actor{ID: who.ID, Door: j.Door, RequestID: j.request()})
}

func (j *Job) request() string { return fmt.Sprintf("job-%d", j.ID) }
