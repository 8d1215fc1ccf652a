package invitations

import (
	"strings"

	"roster/models"
)

// Form is an invitation while it is made, as it was typed.
type Form struct {
	Inviter string // a username or an id
	Email   string
	Group   string // an id
	Quota   string
	Days    string

	Groups models.Groups // that may be chosen
	Mails  bool          // the console can send mail
	Errors models.Invalid
}

// fault is what is wrong with a field.
func (f *Form) fault(name string) string { return strings.Join(f.Errors[name], " ") }

// focus is the field to begin with: the first that something is wrong with.
func (f *Form) focus() string {
	for _, name := range []string{"email", "quota", "inviter", "group", "days"} {
		if f.fault(name) != "" {
			return name
		}
	}
	return "email"
}
