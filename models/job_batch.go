package models

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	queries "roster/models/sql"
)

// settled is what became of some rows.
type settled struct{ Done, Skipped, Failed int64 }

// batch does the next rows of a job. Whoever does it must still be allowed to: they stay what they are until the
// transaction ends, so that the last active admin cannot go either, whom no job of their own deactivates.
func (s *Store) batch(ctx context.Context, tx bun.Tx, j *Job, limit int, faults Invalid) error {
	who, err := s.actorOf(ctx, tx, j)
	if err != nil {
		return err
	}
	if !who.MayDo(j) {
		_, err := tx.Tx.ExecContext(ctx, sqlJobFail, j.ID, "rights")
		return err
	}
	var rows []struct{ UserID, Seq int64 }
	err = s.in(ctx, tx, &rows, "select user_id, seq from job_rows where job_id = $1 and seq > $2::bigint and state = 'waiting' order by seq limit $3::bigint",
		j.ID, j.Reached, limit)
	if err != nil {
		return err
	}
	var came settled
	ids, reached := make([]int64, len(rows)), j.Reached
	for i, row := range rows {
		ids[i], reached = row.UserID, row.Seq
	}
	switch {
	case len(ids) == 0:
	case len(faults) > 0:
		came, err = settled{Failed: 1}, markRow(ctx, tx, j, ids[0], "failed", faults.sentence())
	case j.Kind == FreezeBranch:
		came, err = s.freezeRows(j.acting(ctx, who), tx, j, ids)
	default:
		came, err = s.changeRows(ctx, tx, j, who, ids)
	}
	if err != nil {
		return err
	}
	tally(ctx)
	_, err = tx.Tx.ExecContext(ctx, `update jobs set reached = $2, done = done + $3, skipped = skipped + $4, failed = failed + $5, noted_at = now(),
			state = case when $6::boolean and state = 'running' then 'done' else state end,
			finished_at = case when $6::boolean and state = 'running' then now() else finished_at end,
			undo_until = case when $6::boolean and state = 'running' then now() + interval '7 days' else undo_until end
		where id = $1`, j.ID, reached, came.Done, came.Skipped, came.Failed, len(rows) < limit)
	return err
}

// What a kind of job changes of people: the columns, in the places of job_batch.sql.
var (
	sqlJobBatch  = queries.Read("job_batch")
	sqlJobChange = map[JobKind]string{DeactivateBranch: changing("is_active"), MovePerson: changing("inviter_id")}
)

func changing(columns ...string) string {
	var set, before, changes []string
	for _, c := range columns {
		set = append(set, c+" = (b.now)."+c)
		before = append(before, "'"+c+"', u."+c)
		changes = append(changes, "'"+c+"', jsonb_build_object('was', b.before->'"+c+"', 'now', b.change->'"+c+"')")
	}
	object := func(pairs []string) string { return "jsonb_build_object(" + strings.Join(pairs, ", ") + ")" }
	return fill(sqlJobBatch, "set", strings.Join(set, ", "), "before", object(before), "changes", object(changes))
}

// change is what becomes of every row of a job; an undoing job's rows say it themselves.
func (j *Job) change() string {
	if j.Kind == DeactivateBranch {
		return `{"is_active": false}`
	}
	if j.About.InviterID == 0 {
		return `{"inviter_id": null}`
	}
	return jsonText(map[string]int64{"inviter_id": j.About.InviterID})
}

// changeRows changes people as a job says. Others who change them wait, and the batch judges them as they then are.
func (s *Store) changeRows(ctx context.Context, tx bun.Tx, j *Job, who *Viewer, ids []int64) (came settled, err error) {
	var held []standing
	if err := s.in(ctx, tx, &held, fill(sqlImportLock, "people", "users"), array(ids)); err != nil {
		return came, err
	}
	var found []settled
	err = s.in(ctx, tx, &found, sqlJobChange[j.Kind], j.ID, array(ids), j.change(), who.ID, j.Door, j.request())
	if err != nil {
		return came, err
	}
	return found[0], nil
}

// freezeRows freezes people, or thaws whom the job froze that this one undoes.
func (s *Store) freezeRows(ctx context.Context, tx bun.Tx, j *Job, ids []int64) (came settled, err error) {
	for _, id := range ids {
		did, otherwise := false, "frozen"
		if j.IsUndo() {
			otherwise = "thawed"
			did, err = freezingIn(ctx, tx, id, InvitationsThawed, nil, "delete from invitation_freezes where user_id = ? and job_id = ?", id, j.UndoOf)
		} else {
			did, err = freezingIn(ctx, tx, id, InvitationsFrozen, map[string]change{"reason": {Now: j.About.Reason}},
				"insert into invitation_freezes (user_id, by_id, reason, job_id) values (?, nullif(?, 0), ?, ?) on conflict (user_id) do nothing",
				id, actor(ctx).ID, j.About.Reason, j.ID)
		}
		switch {
		case err != nil:
			return came, err
		case did:
			came.Done++
			err = markRow(ctx, tx, j, id, "done", "")
		default:
			came.Skipped++
			err = markRow(ctx, tx, j, id, "skipped", otherwise)
		}
		if err != nil {
			return came, err
		}
	}
	return came, nil
}

// markRow says what became of a row.
func markRow(ctx context.Context, tx bun.Tx, j *Job, id int64, state, reason string) error {
	_, err := tx.NewRaw("update job_rows set state = ?, reason = ? where job_id = ? and user_id = ? and state = 'waiting'", state, reason, j.ID, id).Exec(ctx)
	return err
}

// sentence is all that is wrong, for a person to read.
func (e Invalid) sentence() string {
	var texts []string
	for _, messages := range e {
		texts = append(texts, messages...)
	}
	return strings.Join(texts, " ")
}
