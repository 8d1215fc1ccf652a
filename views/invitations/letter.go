package invitations

import (
	"fmt"
	"strings"
	"unicode"

	"roster/models"
)

// Letter is what an invitation says to the address it is sent to.
func Letter(i *models.Invitation, link string) (subject, text string) {
	who := line(i.Inviter.Name())
	return who + " invites you", fmt.Sprintf(`%s invites you to join.

Open this link to choose a username and a password:

%s

It works until %s, and for one person. If you do not know %s, or did not expect this, do nothing: no account is made.
`, who, link, i.ExpiresAt.UTC().Format("2 January 2006, 15:04 UTC"), who)
}

// line is a name on one line: it stands in a header.
func line(name string) string {
	return strings.Join(strings.FieldsFunc(name, func(c rune) bool { return unicode.IsControl(c) || unicode.IsSpace(c) }), " ")
}
