package jobs

import (
	"strconv"

	"roster/models"
	"roster/views/ui"
)

// Told is a job, and what its page shows besides.
type Told struct {
	*models.Job

	Sample models.JobSample
	Fault  string // why something could not be done with it
	Heard  int    // how many tenths were announced before; -1: the page is new

	Branches   map[int64]models.Branch
	From, To   models.Ancestry // of who is moved: where they stand, and whereto
	Closes     [2]int64        // how many invitations and codes a freeze closes
	ClosesMany bool            // the branch is too large to count them
}

// total is of how many the progress tells.
func (t *Told) total() int64 {
	if t.State == models.Collecting {
		return max(t.Expected, t.Looked, 1)
	}
	return max(t.Found, 1)
}

// come is how many of them are behind it.
func (t *Told) come() int64 {
	if t.State == models.Collecting {
		return t.Looked
	}
	return t.Settled()
}

func (t *Told) percent() int { return int(100 * t.come() / t.total()) }

func (t *Told) tenths() int { return t.percent() / 10 }

// poll is where the page asks how far the job is, and says what it has announced.
func (t *Told) poll() string { return Place(t.ID) + "?heard=" + strconv.Itoa(t.tenths()) }

// live is what is said aloud: each tenth of the way, and the end.
func (t *Told) live() string {
	switch {
	case t.Heard < 0:
		return ""
	case !t.AtWork() && t.State == models.Ready:
		return "The preview is ready: " + people(t.Found) + "."
	case !t.AtWork():
		return outcome(t.Job)
	case t.tenths() > t.Heard:
		return strconv.Itoa(t.tenths()*10) + " percent"
	}
	return ""
}

// progress says how far the job is.
func (t *Told) progress() string {
	of := ui.Number(t.come()) + " of " + ui.Number(t.total())
	switch {
	case t.State == models.Collecting:
		return of + " people looked at"
	case t.CheckedAt.IsZero():
		return "Looking whether the set is still what was shown"
	}
	return of + " people"
}

// until says how long a job can be undone.
func (t *Told) until() string {
	if t.Kind == models.FreezeBranch {
		return "As long as the freeze stands"
	}
	return "Until " + t.UndoUntil.UTC().Format("2 Jan 2006, 15:04 UTC")
}

// closing says what a freeze closes.
func (t *Told) closing() string {
	if t.ClosesMany {
		return "everything below: the branch has " + people(t.Below)
	}
	return ui.Count(t.Closes[0], "pending invitation", "pending invitations") + ", " + ui.Count(t.Closes[1], "invite code", "invite codes")
}

// size says how large somebody's branch is, without themself.
func (t *Told) size(id int64) string { return people(t.Branches[id].Size) + " below" }
