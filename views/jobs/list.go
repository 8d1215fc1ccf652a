package jobs

import (
	"net/url"
	"strconv"

	"roster/models"
	"roster/views/ui"
)

// Listing is one page of jobs.
type Listing struct{ *models.JobPage }

// PageSize is how many jobs a page has.
const PageSize = 50

// at is the address of a page of the list.
func at(q models.JobQuery) string {
	params := url.Values{}
	if q.State != "" {
		params.Set("state", string(q.State))
	}
	if q.After != 0 {
		params.Set("after", strconv.FormatInt(q.After, 10))
	}
	if q.Before != 0 {
		params.Set("before", strconv.FormatInt(q.Before, 10))
	}
	if len(params) == 0 {
		return "/jobs/"
	}
	return "/jobs/?" + params.Encode()
}

// first is the list from its beginning, in one state; "" for all.
func (l *Listing) first(state models.JobState) string { return at(models.JobQuery{State: state}) }

// older is the page behind this one, "" where there is none.
func (l *Listing) older() string {
	n := len(l.Jobs)
	if !l.Older || n == 0 {
		return ""
	}
	return at(models.JobQuery{State: l.Query.State, After: l.Jobs[n-1].ID})
}

// newer is the page ahead of this one, "" where there is none.
func (l *Listing) newer() string {
	switch {
	case !l.Newer:
		return ""
	case len(l.Jobs) == 0:
		return l.first(l.Query.State)
	}
	return at(models.JobQuery{State: l.Query.State, Before: l.Jobs[0].ID})
}

func (l *Listing) total() (n int64) {
	for _, count := range l.Counts {
		n += count
	}
	return n
}

func (l *Listing) said() string { return ui.Count(l.Found(), "job", "jobs") }
