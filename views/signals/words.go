package signals

import (
	"strconv"

	"roster/models"
	"roster/views/ui"
)

// titles are what the kinds are called.
var titles = map[models.SignalKind]string{
	models.Burst: "Joined within minutes", models.TriedLater: "Tried after it was taken back", models.SingleChain: "One by one in a row",
	models.NumberBlock: "Telephone numbers of one block", models.OneMailbox: "E-mail addresses of one mailbox",
	models.OnlyDigits: "E-mail addresses alike but for digits", models.RareDomain: "E-mail addresses at a rare domain",
	models.ManyDeactivated: "Many deactivated", models.ManyUnverified: "Many never verified",
}

// sought is what was looked for, where nothing was found.
var sought = []string{
	"Ten or more who joined within ten minutes, ten times what is usual in a day",
	"Codes and links tried after they had been taken back",
	"Ten or more in a row who invited one person each",
	"Telephone numbers of one block of 1,000",
	"E-mail addresses that are one mailbox, alike but for digits, or at a rare domain",
	"A branch of fifty or more of which far more than elsewhere were deactivated, or never verified an e-mail address",
}

// among says whom it was looked at.
func among(s *models.Signals) string {
	return ui.Count(max(s.Branch.Size, s.Invited), "person", "people")
}

func userAddress(id int64) string { return "/users/" + strconv.FormatInt(id, 10) + "/" }

func branchAddress(id int64) string { return userAddress(id) + "invites/" }

// Address is that of the signals under somebody.
func Address(id int64) string { return branchAddress(id) + "signals/" }

// rowsAddress is that of the rows behind a signal.
func rowsAddress(s models.Signal) string { return Address(s.Inviter.ID) + string(s.Kind) + "/" }

func invitationAddress(id int64) string { return "/invitations/" + strconv.FormatInt(id, 10) + "/" }
