package invitations_test

import (
	"testing"
	"time"

	"roster/models"
	"roster/views/invitations"
	"roster/views/layout"
	"roster/views/viewstest"
)

func day(n int) time.Time { return time.Date(2026, 3, n, 12, 0, 0, 0, time.UTC) }

// byMail is an invitation that Keegan made under Moratti, byLink one that Moratti made under Keegan.
func byMail() *models.Invitation {
	keegan, moratti := viewstest.Keegan(), viewstest.Moratti()
	return &models.Invitation{ID: 1, Inviter: models.Person{ID: 2, Username: moratti.Username, FirstName: "masimo", LastName: "moratti", IsActive: true},
		Email: "new@example.com", GroupID: 1, GroupName: "Inter <&>", Quota: 1, Prefix: "ab12cd", Days: 14, State: models.Pending,
		CreatedBy: &keegan, CreatedAt: day(1), ExpiresAt: day(15), Sends: 1, SentAt: day(1), Mailed: true, Version: 2}
}

func byLink(state models.InvitationState) *models.Invitation {
	eve := viewstest.Eve()
	return &models.Invitation{ID: 2, Inviter: viewstest.Keegan(), InviterIsAdmin: true, Quota: 1000, Joined: 60, Prefix: "ef34ab", Days: 365, State: state,
		CreatedBy: nil, CreatedAt: day(1), ExpiresAt: day(20), RevokedAt: day(5), RevokedBy: &eve, People: models.People{eve}, Version: 1}
}

func moratti(f *layout.Frame) {
	f.Viewer = &models.Viewer{ID: 2, Username: "moratti120", IsActive: true, IsStaff: true, Codes: []int{models.ReadUsers}}
}

func TestListGoldens(t *testing.T) {
	late := byMail()
	late.State, late.SendError = models.Expired, "the server is away"
	full := byLink(models.Accepted)
	full.Joined = 1000
	l := &invitations.Listing{InvitationPage: &models.InvitationPage{
		Invitations: []*models.Invitation{byMail(), byLink(models.Pending), late, full, byLink(models.Revoked)},
		Query:       models.InvitationQuery{Limit: invitations.PageSize, After: 9, Search: `a "b"`, Inviter: 2},
		Counts:      map[models.InvitationState]int64{models.Pending: 1200, models.Accepted: 1, models.Expired: 1, models.Revoked: 1}, Newer: true, Older: true}}
	viewstest.Golden(t, "list.html", viewstest.Draw(t, invitations.List(l)))
	l.Query = models.InvitationQuery{Limit: invitations.PageSize, State: models.Pending}
	l.Newer = false
	viewstest.Golden(t, "list_reader.html", viewstest.Draw(t, invitations.List(l), moratti))
	l.Invitations, l.Older = nil, false
	l.Counts = map[models.InvitationState]int64{models.Revoked: 1}
	viewstest.Golden(t, "list_none_pending.html", viewstest.Draw(t, invitations.List(l)))
	l.Query.Search = "zzz"
	viewstest.Golden(t, "list_none_found.html", viewstest.Draw(t, invitations.List(l)))
	l.Query, l.Counts = models.InvitationQuery{Limit: invitations.PageSize}, nil
	viewstest.Golden(t, "list_empty.html", viewstest.Draw(t, invitations.List(l)))
}

func TestInvitationGoldens(t *testing.T) {
	golden := func(name string, told *invitations.Told, change ...func(*layout.Frame)) {
		t.Helper()
		viewstest.Golden(t, name, viewstest.Draw(t, invitations.Show(told), change...))
	}
	golden("show.html", &invitations.Told{Invitation: byMail(), Freeze: &models.Freeze{Person: viewstest.Eve(), Reason: "27 in 6 minutes"}})
	golden("show_revoked.html", &invitations.Told{Invitation: byLink(models.Revoked), Fault: "This invitation cannot be revoked: it was revoked."})
	golden("show_sent.html", &invitations.Told{Invitation: byMail(), Done: "made"}, moratti)
	golden("show_link.html", &invitations.Told{Invitation: byLink(models.Pending), Done: "made", Link: "http://www.example.com/join/ef34ab"},
		func(f *layout.Frame) { f.Dir, f.Theme = "rtl", "dark" })
	unsent := byMail()
	unsent.SendError = "550 no such mailbox"
	golden("show_unsent.html", &invitations.Told{Invitation: unsent, Done: "resent", Link: "http://www.example.com/join/ab12cd"})
	golden("show_by_hand.html", &invitations.Told{Invitation: byMail(), Done: "resent", Link: "http://www.example.com/join/ab12cd"})
}

func TestFormGoldens(t *testing.T) {
	f := &invitations.Form{Inviter: "keegan2255", Quota: "1", Days: "14", Mails: true, Groups: models.Groups{{ID: 1, Name: "Inter <&>"}}}
	viewstest.Golden(t, "new.html", viewstest.Draw(t, invitations.New(f)))
	f = &invitations.Form{Inviter: "nobody", Email: "a@b", Quota: "x", Days: "999", Group: "1", Groups: f.Groups, Errors: models.Invalid{
		"inviter": {"There is nobody with this username."}, "email": {"Enter a valid email address."}, "quota": {"A valid integer is required."}, "days": {"Too long."}, "group": {"Another."}}}
	viewstest.Golden(t, "new_faults.html", viewstest.Draw(t, invitations.New(f)))
}

func TestLeaderboardGoldens(t *testing.T) {
	b := &invitations.Board{Period: invitations.Periods[1], Since: day(1), Rows: []models.Brought{
		{Inviter: viewstest.Keegan(), Joined: 1200, Verified: 900, Settled: 300, Kept: 120}, {Inviter: viewstest.Eve(), Joined: 1}}}
	viewstest.Golden(t, "leaderboard.html", viewstest.Draw(t, invitations.Leaderboard(b)))
	viewstest.Golden(t, "leaderboard_empty.html", viewstest.Draw(t, invitations.Leaderboard(&invitations.Board{Period: invitations.Periods[3]})))
}

func TestLetterGolden(t *testing.T) {
	i := byMail()
	i.Inviter.FirstName = "masimo\r\nBcc: mallory@example.com"
	subject, text := invitations.Letter(i, "http://www.example.com/join/ab12cd")
	viewstest.Golden(t, "letter.txt", subject+"\n\n"+text)
}
