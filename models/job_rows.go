package models

import (
	"context"
	"iter"

	queries "roster/models/sql"
)

// JobRow is somebody in a job.
type JobRow struct {
	UserID int64
	Person *Person // nil: they are gone
	Seq    int64
	State  string // waiting, left_out, done, skipped, failed
	Reason string // why not, in a word or as the database said it
}

// JobSample names some people of a job.
type JobSample struct {
	Set     []JobRow            // the first that it is about
	LeftOut map[string][]JobRow // the first who are left out, by the reason
	NotDone []JobRow            // the first who were skipped, or failed
}

// sampled is how many people are named of each part of a set, as job_walk.sql says too.
const sampled = 5

// shownNotDone is how many rows that were not done a page shows; the others are in the CSV.
const shownNotDone = 50

var (
	sqlJobRows   = queries.Read("job_rows")
	sqlJobSample = fill(sqlJobRows, "which", `r.seq = any(
			array(select seq from job_rows where job_id = $1 and seq > $2::bigint and state in ('waiting', 'done') order by seq limit $3::bigint) ||
			array(select seq from job_rows where job_id = $1 and user_id = any($4::bigint[])))`, "limit", "")
	sqlJobNotDone = fill(sqlJobRows, "which", "r.state in ('skipped', 'failed') and r.seq > $2::bigint", "limit", "limit $3::bigint")
	sqlJobAll     = fill(sqlJobRows, "which", "r.seq > $2::bigint", "limit", "limit $3::bigint")
)

// JobSample reads a sample of a job, in one statement, or two where rows were not done.
func (s *Store) JobSample(ctx context.Context, j *Job) (sample JobSample, err error) {
	var ids []int64
	for _, of := range j.LeftOut {
		ids = append(ids, of.First...)
	}
	var rows []JobRow
	err = s.all(ctx, &rows, sqlJobSample, j.ID, 0, sampled, array(ids))
	sample.LeftOut = map[string][]JobRow{}
	for _, row := range rows {
		if row.State == "left_out" {
			sample.LeftOut[row.Reason] = append(sample.LeftOut[row.Reason], row)
		} else {
			sample.Set = append(sample.Set, row)
		}
	}
	if err == nil && j.Skipped+j.Failed > 0 {
		err = s.all(ctx, &sample.NotDone, sqlJobNotDone, j.ID, 0, shownNotDone)
	}
	return sample, wrap(err, "sample of job %d", j.ID)
}

// EachJobRow gives everybody in a job, or only those who were skipped or failed.
func (s *Store) EachJobRow(ctx context.Context, id int64, notDone bool) iter.Seq2[JobRow, error] {
	query := sqlJobAll
	if notDone {
		query = sqlJobNotDone
	}
	return func(yield func(JobRow, error) bool) {
		for after, more := int64(0), true; more; {
			var rows []JobRow
			if err := s.all(ctx, &rows, query, id, after, exported); err != nil {
				yield(JobRow{}, wrap(err, "rows of job %d", id))
				return
			}
			for _, row := range rows {
				if !yield(row, nil) {
					return
				}
				after = row.Seq
			}
			more = len(rows) == exported
		}
	}
}
