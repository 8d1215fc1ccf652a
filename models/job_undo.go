package models

import (
	"context"

	"github.com/uptrace/bun"
)

// DraftUndo writes down who of those that a job changed can have back what they had: who is still as the job left them.
// Nothing is done until somebody says yes to it (Confirm).
func (s *Store) DraftUndo(ctx context.Context, who *Viewer, id int64) (*Job, error) {
	var undo int64
	err := s.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		j, err := s.job(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case !who.MayDo(j):
			return ErrForbidden
		case !j.CanUndo():
			return Invalid{"job": {j.notUndone()}}
		}
		about := j.About
		if j.Kind == MovePerson { // whereto is told by the one row that it has
			about.InviterID = 0
			var before []int64
			err := s.in(ctx, tx, &before, "select (before->>'inviter_id')::bigint from job_rows where job_id = $1 and before->>'inviter_id' is not null", j.ID)
			if err != nil {
				return err
			}
			if len(before) > 0 {
				about.InviterID = before[0]
			}
		}
		undo, err = s.insertJob(ctx, tx, j.Kind, about, j.ID, j.Done)
		return err
	})
	if err != nil {
		return nil, wrap(err, "undo job %d", id)
	}
	return s.collected(ctx, undo)
}

// notUndone says why a job cannot be undone.
func (j *Job) notUndone() string {
	switch {
	case j.IsUndo():
		return "This job undid another. Begin that anew, if it was right."
	case j.UndoneBy != 0:
		return "This job has been undone already."
	case j.CanCancel():
		return "This job has not ended yet."
	case j.Done == 0:
		return "This job changed nobody: there is nothing to undo."
	}
	return "The time is over in which this job could be undone: seven days."
}
