package invitations

import (
	"strconv"
	"time"

	"roster/models"
)

// CSVHead names the columns of a CSV of invitations.
var CSVHead = []string{"id", "email", "state", "inviter", "group", "quota", "joined", "prefix", "created_at", "expires_at", "revoked_at", "sends", "sent_at", "send_error"}

// CSVRow is an invitation in a CSV.
func CSVRow(i *models.Invitation) []string {
	return []string{strconv.FormatInt(i.ID, 10), i.Email, string(i.State), i.Inviter.Username, i.GroupName, strconv.Itoa(i.Quota), strconv.Itoa(i.Joined), i.Prefix,
		moment(i.CreatedAt), moment(i.ExpiresAt), moment(i.RevokedAt), strconv.Itoa(i.Sends), moment(i.SentAt), i.SendError}
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
