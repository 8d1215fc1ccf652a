package signals

import (
	"strconv"
	"time"

	"roster/models"
)

// CSVHead names the columns of a CSV of the rows behind a signal.
func (r Rows) CSVHead() []string {
	if r.isTries() {
		return []string{"at", "outcome", "invitation", "network"}
	}
	return []string{"id", "username", "name", "email", "email_verified", "mobile_number", "is_active", "created_at"}
}

// CSVRow is one of the rows in it.
func (r Rows) CSVRow(row models.SignalRow) []string {
	at := row.CreatedAt.UTC().Format(time.RFC3339)
	if r.isTries() {
		invitation := ""
		if row.InvitationID != 0 {
			invitation = strconv.FormatInt(row.InvitationID, 10)
		}
		return []string{at, string(row.Outcome), invitation, row.Network}
	}
	return []string{strconv.FormatInt(row.ID, 10), row.Username, row.Name(), row.Email, strconv.FormatBool(row.EmailVerified), row.MobileNumber, strconv.FormatBool(row.IsActive), at}
}
