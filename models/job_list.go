package models

import (
	"context"
	"slices"

	queries "roster/models/sql"
)

// JobQuery asks for one page of jobs, the newest first.
type JobQuery struct {
	State JobState // "": in every state

	// The page begins behind the job After, or ends ahead of Before. At most one of them is given.
	After, Before int64
	Limit         int
}

// JobPage is one page of jobs, and how many there are in all.
type JobPage struct {
	Jobs   []*Job
	Query  JobQuery
	Counts map[JobState]int64 // how many there are in each state, whichever is shown
	Newer  bool               // there is a page ahead of this one
	Older  bool               // there is a page behind this one
}

// Found is how many there are in the state that is shown.
func (p *JobPage) Found() (n int64) {
	for state, count := range p.Counts {
		if p.Query.State == "" || p.Query.State == state {
			n += count
		}
	}
	return n
}

var sqlJobs = queries.Read("jobs", "job_columns")

// Jobs reads one page of jobs in two statements: how many there are in each state, and those on the page. One more is
// read than is shown, to know whether there is another page that way.
func (s *Store) Jobs(ctx context.Context, q JobQuery) (*JobPage, error) {
	var counts []struct {
		State JobState
		Count int64
	}
	if err := s.all(ctx, &counts, "select state, count(*) from jobs group by state"); err != nil {
		return nil, wrap(err, "count jobs")
	}
	page := &JobPage{Query: q, Counts: map[JobState]int64{}}
	for _, c := range counts {
		page.Counts[c.State] = c.Count
	}
	var which []condition
	direction := "desc"
	if q.State != "" {
		which = append(which, where("j.state = ?", string(q.State)))
	}
	switch {
	case q.Before > 0:
		which, direction = append(which, where("j.id > ?::bigint", q.Before)), "asc"
	case q.After > 0:
		which = append(which, where("j.id < ?::bigint", q.After))
	}
	found := all(which...)
	query := fill(sqlJobs, "which", found.sql, "direction", direction)
	if err := s.askAgain(ctx, &page.Jobs, query, append(found.args, q.Limit+1)...); err != nil {
		return nil, wrap(err, "jobs")
	}
	further := len(page.Jobs) > q.Limit
	page.Jobs = page.Jobs[:min(len(page.Jobs), q.Limit)]
	page.Newer, page.Older = q.After > 0, further
	if q.Before > 0 {
		slices.Reverse(page.Jobs)
		page.Newer, page.Older = further, true
	}
	return page, nil
}
