package invitations

import (
	"strconv"
	"strings"

	"roster/models"
	"roster/views/ui"
)

// none says that there is nothing in a state.
var none = map[models.InvitationState]string{
	models.Pending: "No invitation is pending", models.Accepted: "No invitation was accepted yet",
	models.Expired: "No invitation has expired", models.Revoked: "No invitation was revoked"}

// notFound says by what nothing was found.
func notFound(l *Listing) string {
	text := "None"
	if l.Query.State != "" {
		text = "None that is " + string(l.Query.State)
	}
	if l.Query.Search != "" {
		text += " matches “" + l.Query.Search + "”"
	}
	if l.Query.Inviter != 0 {
		text += " was made under this inviter"
	}
	return strings.Replace(text, "” was", "” and was", 1) + "."
}

// places says how many of those who may join have.
func places(i *models.Invitation) string {
	return ui.Number(int64(i.Joined)) + "/" + ui.Number(int64(i.Quota))
}

func idText(id int64) string { return strconv.FormatInt(id, 10) }
