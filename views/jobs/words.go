package jobs

import (
	"strconv"
	"strings"

	"roster/models"
	"roster/views/ui"
)

// names are what a state is called; "" is all of them.
var names = map[models.JobState]string{"": "All", models.Collecting: "Collecting", models.Ready: "Waits for a yes", models.Running: "Running",
	models.JobDone: "Done", models.JobCancelled: "Cancelled", models.JobFailed: "Failed"}

// head is what to call whom a job is about.
func head(j *models.Job) string { return called(j.Head, j.About.UserID) }

func called(p *models.Person, id int64) string {
	if p == nil {
		return "id " + strconv.FormatInt(id, 10)
	}
	return p.Name()
}

// under says under whom somebody is moved.
func under(j *models.Job) string {
	if j.About.InviterID == 0 {
		return "to the top"
	}
	return "under " + called(j.Under, j.About.InviterID)
}

// Title says what a job is.
func Title(j *models.Job) string {
	who := head(j)
	switch {
	case j.Kind == models.FreezeBranch && j.IsUndo():
		return "Thaw invitations under " + who
	case j.Kind == models.FreezeBranch:
		return "Freeze invitations under " + who
	case j.Kind == models.DeactivateBranch && j.IsUndo():
		return "Reactivate the branch of " + who
	case j.Kind == models.DeactivateBranch:
		return "Deactivate the branch of " + who
	case j.IsUndo():
		return "Move " + who + " back " + under(j)
	}
	return "Move " + who + " " + under(j)
}

// verb is what the button says that begins a job: what it does, and where that is not plain to how many. Names do not fit.
func verb(j *models.Job) string {
	switch {
	case j.Kind == models.FreezeBranch && j.IsUndo():
		return "Thaw invitations"
	case j.Kind == models.FreezeBranch:
		return "Freeze invitations"
	case j.Kind == models.DeactivateBranch && j.IsUndo():
		return "Reactivate " + people(j.Found)
	case j.Kind == models.DeactivateBranch:
		return "Deactivate " + people(j.Found)
	case j.IsUndo():
		return "Move back"
	}
	return "Move"
}

// touched is the heading over those whom a job would change.
func touched(j *models.Job) string {
	switch {
	case j.Kind == models.MovePerson:
		return "To be moved"
	case j.Kind == models.FreezeBranch && j.IsUndo():
		return "To be thawed"
	case j.Kind == models.FreezeBranch:
		return "To be frozen, with everybody below"
	case j.IsUndo():
		return "To be reactivated"
	}
	return "To be deactivated"
}

// effect says what comes of a job before it is begun.
func effect(j *models.Job) string {
	switch {
	case j.Found == 0:
		return "There is nothing to do: nobody is in the set."
	case j.IsUndo():
		return "Each of them gets back what they had. Whom others changed since is left alone."
	case j.Kind == models.DeactivateBranch:
		return "They can no longer sign in, and their sessions end at their next request. This can be undone for seven days."
	case j.Kind == models.MovePerson:
		return "Everybody below comes along. This can be undone for seven days."
	}
	return "Links and codes below let nobody in until this is undone. Invitations are not revoked."
}

// outcome says what a job has done.
func outcome(j *models.Job) string {
	text := ""
	switch {
	case j.Done == 0:
		text = "Nothing was changed."
	case j.Kind == models.DeactivateBranch && j.IsUndo():
		text = people(j.Done) + were(j.Done) + "reactivated."
	case j.Kind == models.DeactivateBranch:
		text = people(j.Done) + were(j.Done) + "deactivated."
	case j.Kind == models.FreezeBranch && j.IsUndo():
		text = "Invitations under " + head(j) + " are thawed."
	case j.Kind == models.FreezeBranch:
		text = "Invitations under " + head(j) + " are frozen."
	case j.IsUndo():
		text = "Moved " + head(j) + " back " + under(j) + "."
	default:
		text = "Moved " + head(j) + " " + under(j) + "."
	}
	if j.Skipped > 0 {
		text += " " + people(j.Skipped) + were(j.Skipped) + "skipped."
	}
	if j.Failed > 0 {
		text += " " + people(j.Failed) + " could not be changed."
	}
	switch {
	case j.State == models.JobCancelled && !j.ConfirmedAt.IsZero():
		text += " The job was cancelled before it came to the others."
	case j.State == models.JobCancelled:
		text = "The job was cancelled before it began."
	case j.State == models.JobFailed && j.Problem == "rights":
		text += " The job stopped: who began it may not do this any more."
	case j.State == models.JobFailed:
		text += " The job stopped by an error of the console, which is noted in its log."
	}
	return text
}

func people(n int64) string { return ui.Count(n, "person", "people") }

func were(n int64) string {
	if n == 1 {
		return " was "
	}
	return " were "
}

// reasons say why somebody is left out, or was not changed.
var reasons = map[string]string{
	"inactive": "inactive already",
	"yourself": "yourself",
	"admin":    "admins, whom only admins change",
	"head":     "at the head of the branch, left alone as asked",
	"staff":    "staff and admins, left alone as asked",
	"verified": "their e-mail address is verified: left alone as asked",
	"frozen":   "frozen already",
	"thawed":   "thawed meanwhile, or frozen by another",
	"gone":     "deleted meanwhile",
	"changed":  "changed by others since",
}

// order is that in which reasons are told.
var order = []string{"changed", "gone", "thawed", "frozen", "yourself", "admin", "head", "staff", "verified", "inactive"}

func reason(word string) string {
	if text, known := reasons[word]; known {
		return text
	}
	return word // as the database said it
}

// differs says how a set differs from the one that was shown before.
func differs(d *models.Difference) string {
	var parts []string
	for _, part := range []struct {
		n    int64
		verb string
	}{{d.Came, "came"}, {d.Went, "went"}, {d.Changed, "changed"}} {
		if part.n > 0 {
			parts = append(parts, people(part.n)+" "+part.verb)
		}
	}
	text := strings.Join(parts, ", ")
	if i := strings.LastIndex(text, ", "); i >= 0 {
		text = text[:i] + " and " + text[i+2:]
	}
	return "Since this was shown, " + text + ". Nothing was done yet: look again, and say yes to what is here now."
}

func idText(id int64) string { return strconv.FormatInt(id, 10) }

func userPlace(id int64) string { return "/users/" + idText(id) + "/" }

// Place is the address of a job's page.
func Place(id int64) string { return "/jobs/" + idText(id) + "/" }

// ActPlace is where somebody acts on a branch.
func ActPlace(id int64) string { return userPlace(id) + "invites/act/" }
