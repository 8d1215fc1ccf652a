package handlers

import (
	"fmt"
	"net/http"

	"roster/models"
	"roster/views/docs"
	"roster/views/invitations"
	"roster/web"
)

// docs are the addresses that programs ask.
func (h handler) docs(*http.Request) ([]docs.Address, error) {
	const (
		reader    = "For admins, and staff with the permission user_read (1222)."
		colleague = "For staff and admins."
	)
	paging := []docs.Param{
		{Name: "q", Takes: "text", Says: "Words that must all be found in id, username, name, e-mail, mobile number or invite code. Whom it names exactly comes first."},
		{Name: "sort", Takes: "names of fields, with commas", Says: "The order; - before a name turns it round. The id decides between equals."},
		{Name: "page", Takes: "a whole number from 1 on, or last", Says: "Which page. Past the last is 404."},
		{Name: "limit", Takes: fmt.Sprintf("1 to %d", models.MostLimit), Says: fmt.Sprintf("How many to a page; %d unless asked for.", models.UsualLimit)},
		{Name: "format", Takes: "json, csv", Says: "The same as the header Accept: application/json or text/csv. A CSV has everybody, not a page; bom=1 begins it with a byte order mark."},
	}
	return []docs.Address{
		{Method: "GET", Path: "/users/", System: "Akinon", Gives: "A page of people: count, next, previous, results. The count is exact.", Needs: reader, Example: "/users/?is_staff=true&sort=-last_login", Params: append(paging, docs.FieldParams()...)},
		{Method: "GET", Path: "/users/{id}/", System: "Akinon", Gives: "One person.", Needs: reader, Example: "/users/2/"},
		{Method: "GET", Path: "/users/{id}/invites/", System: "roster", Gives: "Somebody's branch of the invitation forest: the way down to them, what it comes to, and fifty of those whom they invited, with what their branches come to.", Needs: reader, Example: "/users/2/invites/", Params: []docs.Param{
			{Name: "view", Takes: "tree, table, map", Says: "Whom they invited; everybody below, each before whom they invited; or the biggest branches. tree unless asked for."},
			{Name: "after", Takes: "an id", Says: "Those after this person: next names it."},
			{Name: "format", Takes: "json, csv", Says: "As for /users/. A CSV has everybody below."}}},
		{Method: "GET", Path: "/users/lookup/", System: "roster", Gives: "Whom each entry of a list names: found, ambiguous, missing. POST takes the same as a form.", Needs: reader, Example: "/users/lookup/?list=moratti120,2", Params: []docs.Param{
			{Name: "list", Takes: fmt.Sprintf("up to %d entries, with commas or line breaks", models.MostLookups), Says: "Ids, usernames, e-mail addresses, mobile numbers, invite codes or full names."}}},
		{Method: "GET", Path: "/invitations/", System: "roster", Gives: "A page of invitations, the newest first, and how many there are in each state. POST with a form (email or quota, inviter, group, days) makes one and tells its link, where it was not mailed; that needs user_invite_code_create (1226).", Needs: reader, Example: "/invitations/?state=pending", Params: []docs.Param{
			{Name: "state", Takes: "pending, accepted, expired, revoked", Says: "Those in this state alone."},
			{Name: "inviter", Takes: "an id", Says: "Those under one person alone."},
			{Name: "q", Takes: "text", Says: "Words that must all be found in the e-mail address, the inviter, or the beginning of the link."},
			{Name: "after", Takes: "an id", Says: "Those made before this one: next names it."},
			{Name: "before", Takes: "an id", Says: "Those made after this one: previous names it."},
			{Name: "limit", Takes: fmt.Sprintf("1 to %d", invitations.MostPage), Says: fmt.Sprintf("How many to a page; %d unless asked for.", invitations.PageSize)},
			{Name: "format", Takes: "json, csv", Says: "As for /users/."}}},
		{Method: "GET", Path: "/invitations/leaderboard/", System: "roster", Gives: "The fifty who brought most people: how many joined, verified their e-mail address, and were kept, of those who settled: joined 30 days ago or earlier.", Needs: reader, Example: "/invitations/leaderboard/?period=1y", Params: []docs.Param{
			{Name: "period", Takes: "30d, 90d, 1y, all", Says: "How far back; 90d unless asked for."},
			{Name: "format", Takes: "json, csv", Says: "As for /users/."}}},
		{Method: "GET", Path: "/invitations/signals/", System: "roster", Gives: "Under whom something stands out in the whole forest: bursts of the last 30 days, codes and links tried after they had been taken back, branches of which far more than elsewhere were deactivated or never verified. Each has a sentence, its numbers, and the address of the rows behind it.", Needs: reader, Example: "/invitations/signals/"},
		{Method: "GET", Path: "/users/{id}/invites/signals/", System: "roster", Gives: "What stands out among the people under one person, in the same form.", Needs: reader, Example: "/users/2/invites/signals/"},
		{Method: "GET", Path: "/users/{id}/invites/signals/{kind}/", System: "roster", Gives: "One of these signals, null where there is none, and the first hundred rows behind it. A CSV has all of them, 20,000 at most.", Needs: reader, Example: "/users/2/invites/signals/burst/", Params: []docs.Param{
			{Name: "format", Takes: "json, csv", Says: "As for /users/."}}},
		{Method: "GET", Path: "/api/users/", System: "hamgam", Gives: "Staff and admins, by limit and offset.", Needs: reader, Example: "/api/users/?search=masimo&ordering=-created_at", Params: hamgamDocs()},
		{Method: "GET", Path: "/api/users/:id", System: "hamgam", Gives: "One of the staff or admins, with inviter, invitees, groups and permissions.", Needs: reader, Example: "/api/users/2"},
		{Method: "GET", Path: "/api/users/me", System: "hamgam", Gives: "Whose token it is.", Needs: colleague, Example: "/api/users/me"},
		{Method: "POST", Path: "/api/users/:id/invite_code", System: "hamgam", Gives: "The code by which one of the staff or admins invites others, made where there is none.", Needs: "For admins, and staff with the permission user_invite_code_create (1226); of an admin, for admins.", Example: "/api/users/2/invite_code", Params: []docs.Param{
			{Name: "regenerate", Takes: "true or false", Says: "Makes another code; the old one invites nobody any more."}}},
		{Method: "GET", Path: "/api/v2/users/{id}/", System: "AWX", Gives: "One person, as AWX spells them. The id may be a username.", Needs: "For everybody with a token; who may not see all sees themself.", Example: "/api/v2/users/2/"},
	}, nil
}

// hamgamDocs are the parameters of hamgam's list.
func hamgamDocs() []docs.Param {
	params := []docs.Param{
		{Name: "search", Takes: "text", Says: "Words that must all be found."},
		{Name: "ordering", Takes: "id, username, email, gender, last_login, created_at, updated_at, with commas", Says: "The order; - before a name turns it round. Other names are left out."},
		{Name: "limit", Takes: fmt.Sprintf("1 to %d", models.MostLimit), Says: fmt.Sprintf("How many; %d unless asked for.", hamgamLimit)},
		{Name: "offset", Takes: "a whole number", Says: "How many to pass over."},
	}
	for _, p := range hamgamParams {
		same := "The same as " + p.field
		if p.op != models.Is {
			same += "__" + string(p.op)
		}
		if p.not {
			same += ", the other way round"
		}
		takes := "as there"
		if p.op == models.IsNull {
			takes = "true or false"
		}
		params = append(params, docs.Param{Name: p.name, Takes: takes, Says: same + " of /users/."})
	}
	return params
}

var docsView = web.View[[]docs.Address]{Page: docs.Page}
