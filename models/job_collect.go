package models

import (
	"context"

	"github.com/uptrace/bun"

	queries "roster/models/sql"
)

var (
	sqlJobJudge = queries.Read("job_judge")
	sqlJobBegin = fill(queries.Read("job_begin"), "judge", sqlJobJudge)
	sqlJobWalk  = fill(queries.Read("job_walk"), "judge", sqlJobJudge)
	sqlJobUndo  = queries.Read("job_undo")
)

// collectedAtOnce is how many people a transaction of the collecting writes down.
const collectedAtOnce = 5000

// collected is what a piece of the set came to.
type collected struct {
	Came        int64 // how many were there to look at
	Walked      int64
	WalkedAfter int64
	Looked      int64
	Found       int64
	Fingerprint int64
	LeftOut     map[string]LeftOut `bun:"type:jsonb"`
}

// collected collects a small set at once, and a large one up to where it turned out to be large.
func (s *Store) collected(ctx context.Context, id int64) (*Job, error) {
	for {
		j, err := s.Job(ctx, id)
		if err != nil || j.State != Collecting || !j.small() {
			return j, err
		}
		if worked, err := s.stepJob(ctx, id); err != nil || !worked {
			return j, err // another console is at it
		}
	}
}

// beginJob writes down the first row of a job about a person, and for a reason leaves them out.
func (s *Store) beginJob(ctx context.Context, tx bun.Tx, id int64, leaveOut string) error {
	j, err := s.job(ctx, tx, id)
	if err != nil {
		return err
	}
	who, err := s.actorOf(ctx, tx, j)
	if err != nil {
		return err
	}
	judged := map[bool]string{true: "true", false: "false"}[j.Kind == DeactivateBranch]
	var first []collected
	err = s.in(ctx, tx, &first, fill(sqlJobBegin, "judged", judged), j.ID, who.ID, who.IsAdmin, j.About.UserID, textArray(j.About.Except), leaveOut)
	if err != nil {
		return err
	}
	return s.noteCollected(ctx, tx, j, first[0], j.Kind != DeactivateBranch)
}

// collect writes down the next piece of a set.
func (s *Store) collect(ctx context.Context, tx bun.Tx, j *Job) error {
	var found []collected
	if j.IsUndo() {
		if err := s.in(ctx, tx, &found, sqlJobUndo, j.ID, j.UndoOf, j.Walked, collectedAtOnce); err != nil {
			return err
		}
		return s.noteCollected(ctx, tx, j, found[0], found[0].Came < collectedAtOnce)
	}
	who, err := s.actorOf(ctx, tx, j)
	if err != nil {
		return err
	}
	err = s.in(ctx, tx, &found, sqlJobWalk, j.ID, who.ID, who.IsAdmin, j.About.UserID, textArray(j.About.Except), j.Walked, j.WalkedAfter, j.Looked, collectedAtOnce)
	if err != nil {
		return err
	}
	piece := found[0]
	if piece.Came < collectedAtOnce { // all whom these rows invited have come
		piece.Walked, piece.WalkedAfter = min(j.Walked+collectedAtOnce, j.Looked+1), 0
	}
	return s.noteCollected(ctx, tx, j, piece, piece.Came < collectedAtOnce && piece.Walked > j.Looked+piece.Looked)
}

// noteCollected adds a piece to what is known of the set.
func (s *Store) noteCollected(ctx context.Context, tx bun.Tx, j *Job, piece collected, whole bool) error {
	state := Collecting
	if whole {
		state = Ready
	}
	if j.LeftOut == nil {
		j.LeftOut = map[string]LeftOut{}
	}
	for reason, more := range piece.LeftOut {
		of := j.LeftOut[reason]
		of.Count += more.Count
		of.First = append(of.First, more.First...)
		of.First = of.First[:min(len(of.First), sampled)]
		j.LeftOut[reason] = of
	}
	tally(ctx)
	_, err := tx.Tx.ExecContext(ctx, `update jobs set walked = $2, walked_after = $3, looked = looked + $4, found = found + $5, fingerprint = fingerprint # $6,
			left_out = $7::jsonb, state = $8, noted_at = now()
		where id = $1 and state = 'collecting'`,
		j.ID, piece.Walked, piece.WalkedAfter, piece.Looked, piece.Found, piece.Fingerprint, jsonText(j.LeftOut), string(state))
	return err
}

// collectAnew forgets the set of a job, which turned out to be another by now, and has it written down once more.
func (s *Store) collectAnew(ctx context.Context, tx bun.Tx, j *Job, d Difference) error {
	if _, err := tx.Tx.ExecContext(ctx, "delete from job_rows where job_id = $1", j.ID); err != nil {
		return err
	}
	_, err := tx.Tx.ExecContext(ctx, `update jobs set state = 'collecting', differs = $2::jsonb, looked = 0, walked = case when undo_of is null then 1 else 0 end,
			walked_after = 0, found = 0, left_out = '{}', fingerprint = hashtextextended(kind || about::text || coalesce(undo_of, 0), 0),
			confirmed_at = null, checked_at = null, noted_at = now()
		where id = $1 and state in ('ready', 'running')`, j.ID, jsonText(d))
	if err != nil || j.IsUndo() {
		return err
	}
	leaveOut := ""
	if j.Kind == FreezeBranch {
		var frozen []int64
		if err := s.in(ctx, tx, &frozen, "select user_id from invitation_freezes where user_id = $1", j.About.UserID); err != nil {
			return err
		}
		if len(frozen) > 0 {
			leaveOut = "frozen"
		}
	}
	return s.beginJob(ctx, tx, j.ID, leaveOut)
}
