// Package invitations draws the invitations that staff make and send, and JSON, CSV and letters of them.
package invitations

import (
	"net/url"
	"strconv"

	"roster/models"
	"roster/views/ui"
)

// Listing is one page of invitations.
type Listing struct{ *models.InvitationPage }

// PageSize is how many invitations a page has, unless a program asks for more, and MostPage how many it can have.
const (
	PageSize = 50
	MostPage = 100
)

// address is that of a list: its newest page.
func address(q models.InvitationQuery) string {
	params := url.Values{}
	set := func(name, value string) {
		if value != "" && value != "0" {
			params.Set(name, value)
		}
	}
	set("state", string(q.State))
	set("inviter", strconv.FormatInt(q.Inviter, 10))
	set("q", q.Search)
	set("after", strconv.FormatInt(q.After, 10))
	set("before", strconv.FormatInt(q.Before, 10))
	if q.Limit != PageSize {
		set("limit", strconv.Itoa(q.Limit))
	}
	if len(params) == 0 {
		return "/invitations/"
	}
	return "/invitations/?" + params.Encode()
}

// first is the list from its beginning, in one state; "" for all.
func (l *Listing) first(state models.InvitationState) string {
	q := l.Query
	q.State, q.After, q.Before = state, 0, 0
	return address(q)
}

// older is the page behind this one, "" where there is none.
func (l *Listing) older() string {
	n := len(l.Invitations)
	if !l.Older || n == 0 {
		return ""
	}
	q := l.Query
	q.After, q.Before = l.Invitations[n-1].ID, 0
	return address(q)
}

// newer is the page ahead of this one, "" where there is none.
func (l *Listing) newer() string {
	if !l.Newer {
		return ""
	}
	q := l.Query
	q.After, q.Before = 0, 0
	if len(l.Invitations) > 0 {
		q.Before = l.Invitations[0].ID
	}
	return address(q)
}

// csv is the address of all that was found as a file.
func (l *Listing) csv() string {
	q := l.Query
	q.After, q.Before, q.Limit = 0, 0, PageSize
	at := address(q)
	if at == "/invitations/" {
		return at + "?format=csv"
	}
	return at + "&format=csv"
}

// inviter is what to call whose invitations alone are shown.
func (l *Listing) inviter() string {
	if len(l.Invitations) > 0 {
		return l.Invitations[0].Inviter.Name()
	}
	return "id " + strconv.FormatInt(l.Query.Inviter, 10)
}

// everyone is the list without its filters, in the same state.
func (l *Listing) everyone() string {
	return address(models.InvitationQuery{State: l.Query.State, Limit: PageSize})
}

func (l *Listing) isFiltered() bool { return l.Query.Inviter != 0 || l.Query.Search != "" }

func (l *Listing) said() string { return ui.Count(l.Found(), "invitation", "invitations") }

// place is the address of one invitation's page.
func place(id int64) string { return "/invitations/" + strconv.FormatInt(id, 10) + "/" }

// words are what a state is called.
var words = map[models.InvitationState]string{"": "All", models.Pending: "Pending", models.Accepted: "Accepted", models.Expired: "Expired", models.Revoked: "Revoked"}

// name is what to call an invitation: to whom it went.
func name(i *models.Invitation) string {
	if i.Email != "" {
		return i.Email
	}
	return "Link " + i.Prefix + "…"
}

func userPlace(id int64) string { return "/users/" + strconv.FormatInt(id, 10) + "/" }
