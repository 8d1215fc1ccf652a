package invitations

import "roster/models"

// Told is an invitation, and what just became of it.
type Told struct {
	*models.Invitation

	Freeze *models.Freeze // keeps people from joining, though it may be pending
	Link   string         // the link, where it was made just now and is to be passed on by hand: it is told this once
	Done   string         // made, resent; "": nothing was done
	Fault  string         // why something was not
}

// sentence says what was done, and who does what next.
func (t *Told) sentence() string {
	verb := map[string]string{"made": "The invitation is made", "resent": "There is a new link; the one before it works no more"}[t.Done]
	switch {
	case t.Link == "":
		return verb + ". It was sent to " + t.Email + "."
	case t.SendError != "":
		return verb + ". It could not be sent to " + t.Email + ": " + t.SendError + ". Pass the link on yourself."
	case t.Email != "":
		return verb + ". This console sends no mail (ROSTER_SMTP is not set): pass the link on to " + t.Email + " yourself."
	}
	return verb + ". Pass the link on to whom you invite."
}

// closing says what keeps people from joining under a frozen inviter.
func (t *Told) closing() string {
	text := "Invitations are frozen under " + t.Freeze.Person.Name() + ": nobody can join by this one now."
	if t.Freeze.Reason != "" {
		text += " The reason given: " + t.Freeze.Reason + "."
	}
	return text
}
