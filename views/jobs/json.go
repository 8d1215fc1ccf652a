package jobs

import (
	"context"
	"strconv"

	"roster/models"
	"roster/views/dialect"
	"roster/views/layout"
)

// ShowJSON is one job for a program.
func ShowJSON(_ context.Context, t *Told) any {
	type told struct {
		job

		Set     []row            `json:"set"`
		Omitted map[string][]row `json:"left_out_first"`
		NotDone []row            `json:"not_done"`
	}
	j := told{jobOf(t.Job), each(t.Sample.Set, rowOf), map[string][]row{}, each(t.Sample.NotDone, rowOf)}
	for reason, rows := range t.Sample.LeftOut {
		j.Omitted[reason] = each(rows, rowOf)
	}
	return j
}

// ListJSON is one page of jobs for a program.
func ListJSON(ctx context.Context, l *Listing) any {
	type list struct {
		dialect.Page[job]

		States map[models.JobState]int64 `json:"states"`
	}
	p := list{States: map[models.JobState]int64{}}
	p.Count, p.Results = l.Found(), each(l.Jobs, jobOf)
	p.Next, p.Previous = dialect.URL(layout.From(ctx).Origin, l.older()), dialect.URL(layout.From(ctx).Origin, l.newer())
	for _, state := range models.JobStates {
		p.States[state] = l.Counts[state]
	}
	return p
}

type job struct {
	ID          int64            `json:"id"`
	Kind        models.JobKind   `json:"kind"`
	About       about            `json:"about"`
	UndoOf      *int64           `json:"undo_of"`
	UndoneBy    *int64           `json:"undone_by"`
	State       models.JobState  `json:"state"`
	Problem     *string          `json:"problem"`
	Looked      int64            `json:"looked"`
	Found       int64            `json:"found"`
	LeftOut     map[string]int64 `json:"left_out"`
	Fingerprint string           `json:"fingerprint"` // to be sent back with a yes
	Differs     *difference      `json:"differs"`
	Done        int64            `json:"done"`
	Skipped     int64            `json:"skipped"`
	Failed      int64            `json:"failed"`
	Actor       *string          `json:"actor"`
	CreatedAt   *string          `json:"created_at"`
	ConfirmedAt *string          `json:"confirmed_at"`
	FinishedAt  *string          `json:"finished_at"`
	UndoUntil   *string          `json:"undo_until"`
	CanUndo     bool             `json:"can_undo"`
}

// about is whom a job is about, and how it is done.
type about struct {
	User    int64    `json:"user"`
	Except  []string `json:"except"`
	Inviter *int64   `json:"inviter"`
	Reason  *string  `json:"reason"`
}

func aboutOf(a models.JobAbout) about {
	return about{a.UserID, append([]string{}, a.Except...), number(a.InviterID), dialect.Text(a.Reason)}
}

type difference struct {
	Came    int64 `json:"came"`
	Went    int64 `json:"went"`
	Changed int64 `json:"changed"`
}

func jobOf(j *models.Job) job {
	made := job{
		ID: j.ID, Kind: j.Kind, About: aboutOf(j.About), UndoOf: number(j.UndoOf), UndoneBy: number(j.UndoneBy), State: j.State,
		Problem: dialect.Text(j.Problem), Looked: j.Looked, Found: j.Found, LeftOut: map[string]int64{}, Fingerprint: fingerprint(j),
		Done: j.Done, Skipped: j.Skipped, Failed: j.Failed, CreatedAt: dialect.Time(j.CreatedAt), ConfirmedAt: dialect.Time(j.ConfirmedAt),
		FinishedAt: dialect.Time(j.FinishedAt), UndoUntil: dialect.Time(j.UndoUntil), CanUndo: j.CanUndo(),
	}
	if d := j.Differs; d != nil {
		made.Differs = &difference{d.Came, d.Went, d.Changed}
	}
	if j.Actor != nil {
		made.Actor = &j.Actor.Username
	}
	for reason, of := range j.LeftOut {
		made.LeftOut[reason] = of.Count
	}
	return made
}

type row struct {
	ID       int64   `json:"id"`
	Username *string `json:"username"` // null: they are gone
	State    string  `json:"state"`
	Reason   *string `json:"reason"`
}

func rowOf(r models.JobRow) row {
	made := row{ID: r.UserID, State: r.State, Reason: dialect.Text(r.Reason)}
	if r.Person != nil {
		made.Username = &r.Person.Username
	}
	return made
}

// fingerprint is spelled as a text: programs that know no whole numbers above 2⁵³ must be able to send it back.
func fingerprint(j *models.Job) string { return strconv.FormatUint(uint64(j.Fingerprint), 16) }

// ReadFingerprint reads what fingerprint spelled.
func ReadFingerprint(text string) (int64, bool) {
	n, err := strconv.ParseUint(text, 16, 64)
	return int64(n), err == nil
}

func number(n int64) *int64 {
	if n == 0 {
		return nil
	}
	return &n
}

// each makes a list of another kind; it is never null.
func each[T, U any](list []T, of func(T) U) []U {
	made := make([]U, len(list))
	for i, one := range list {
		made[i] = of(one)
	}
	return made
}

// CSVHead names the columns of a CSV of who is in a job.
var CSVHead = []string{"id", "username", "full_name", "state", "reason"}

// CSVRow is somebody in a CSV.
func CSVRow(r models.JobRow) []string {
	cells := []string{strconv.FormatInt(r.UserID, 10), "", "", r.State, reasonOf(r)}
	if r.Person != nil {
		cells[1], cells[2] = r.Person.Username, r.Person.FullName()
	}
	return cells
}

func reasonOf(r models.JobRow) string {
	if r.Reason == "" {
		return ""
	}
	return reason(r.Reason)
}
