// Package join draws what those see who were invited: they are not signed in, and know nothing of the console.
package join

import (
	"strings"

	"github.com/a-h/templ"

	"roster/models"
)

// Form is the way in by one invitation, with what was typed but for the password.
type Form struct {
	*models.Welcome
	models.Newcomer

	Secret string // of the link, or the code
	Errors models.Invalid
}

// fault is what is wrong with a field.
func (f *Form) fault(name string) string { return strings.Join(f.Errors[name], " ") }

// focus is the field to begin with: the first that something is wrong with.
func (f *Form) focus() string {
	for _, name := range []string{"username", "first_name", "last_name", "email", "password"} {
		if f.fault(name) != "" {
			return name
		}
	}
	return "username"
}

// What is said of fields: which may be left empty, and more where a name does not tell enough.
var (
	optional = map[string]bool{"first_name": true, "last_name": true, "email": true}
	hints    = map[string]string{
		"email":    "The address is kept if nobody else has it.",
		"password": "At least 8 characters, and not one of the common ones.",
	}
)

// marks tie a field to what is said of it.
func marks(f *Form, name string) templ.Attributes {
	var said []string
	marked := templ.Attributes{"autofocus": f.focus() == name}
	if f.fault(name) != "" {
		said = append(said, name+"-wrong")
		marked["aria-invalid"] = "true"
	}
	if hints[name] != "" {
		said = append(said, name+"-hint")
	}
	if said != nil {
		marked["aria-describedby"] = strings.Join(said, " ")
	}
	return marked
}

// Refusal is why somebody cannot join, in words for them.
type Refusal struct{ Title, Text string }

// RefusalOf says why an invitation lets nobody in, and whom to ask.
func RefusalOf(c models.Closed) Refusal {
	who := c.Inviter.Name()
	switch c.Why {
	case models.Replaced:
		return Refusal{"There is a newer link", "This link works no more: " + who + " sent another one after it. Look for the last one you were given, or ask them."}
	case models.TooLate:
		return Refusal{"This link has expired", "It was not used in time. Ask " + who + " for another one."}
	case models.TakenBack:
		return Refusal{"This link was taken back", "Nobody can join by it any more. Ask " + who + " about it."}
	case models.Unbacked:
		return Refusal{"This link works no more", "Whoever made it may not give out what it gives. Ask " + who + " for another one."}
	case models.UsedUp:
		return Refusal{"This link is used up", "All who can join by it have. Ask " + who + " for another one."}
	}
	return Refusal{"Not at the moment", who + " takes no one at the moment. Ask them when to try again; your link may work then."}
}

// Nowhere is told to who comes by a link or a code that nobody knows.
var Nowhere = Refusal{"This invitation is not known", "There is a letter too many or too few in the link or the code, or it was never one. Copy it whole, or ask whoever gave it to you."}
