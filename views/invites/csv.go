package invites

import (
	"strconv"

	"roster/models"
)

// CSVHead names the columns of a branch.
var CSVHead = []string{"id", "username", "first_name", "last_name", "inviter", "level", "is_active", "is_email_verified", "date_joined",
	"invitees_count", "branch_size", "branch_active", "branch_verified", "branch_levels", "branch_last_joined"}

// CSVRow is somebody in the CSV of a branch.
func CSVRow(i models.Invitee) []string {
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	joined, last := moment(i.CreatedAt), moment(i.LastJoined)
	if last == nil {
		last = new(string)
	}
	return []string{number(i.ID), i.Username, i.FirstName, i.LastName, number(i.InviterID), strconv.Itoa(i.Level), strconv.FormatBool(i.IsActive),
		strconv.FormatBool(i.EmailVerified), *joined, number(i.InviteesCount), number(i.Size), number(i.Active), number(i.Verified),
		strconv.Itoa(i.Levels), *last}
}
