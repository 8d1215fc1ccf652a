// Package handlers says what each address of the console answers. Start here: a line tells who may ask, what is
// loaded, and how it is shown.
package handlers

import (
	"net/http"
	"strings"

	"roster/models"
	"roster/static"
	"roster/views/invitations"
	"roster/views/invites"
	"roster/views/jobs"
	"roster/views/keys"
	"roster/views/signals"
	"roster/views/users"
	"roster/web"
)

// handler answers from one directory.
type handler struct {
	store    *models.Store
	sessions *web.Sessions
	site     web.Site
}

type (
	user    = web.View[*models.User]
	profile = web.View[*users.Profile]
	list    = web.View[*users.Listing]
	branch  = web.View[*invites.Branch]
	lookup  = web.View[users.Lookup]

	panel       = web.View[*users.Panel]
	arrangement = web.View[*users.Arrangement]
	savedViews  = web.View[users.Views]
	viewForm    = web.View[*users.ViewForm]

	invitationList = web.View[*invitations.Listing]
	invitationForm = web.View[*invitations.Form]
	leaderboard    = web.View[*invitations.Board]

	signalList   = web.View[*models.Signals]
	signalRows   = web.View[signals.Rows]
	signalForest = web.View[signals.Heads]
	actForm      = web.View[*jobs.Form]
	jobList      = web.View[*jobs.Listing]
)

// invitationView is how an invitation is told, by its page and by the forms that make and change one.
var invitationView = web.View[*invitations.Told]{Page: invitations.Show, JSON: invitations.ShowJSON}

// Routes is the console on a directory: every address and what it answers.
func Routes(store *models.Store, site web.Site) http.Handler {
	h := handler{store, web.NewSessions(store, site.Origin), site}
	anyone := web.Door{Store: store, Sessions: h.sessions}.Either
	meeting := web.Door{Store: store, Sessions: h.sessions, Meet: h.meet}.Either
	meetingAlone := web.Door{Store: store, Sessions: h.sessions, Meet: h.meetAlone}.Either
	oneself := web.Door{Store: store, Sessions: h.sessions, Meet: h.meetSelf}.Either
	colleague := web.Colleagues(anyone)
	reader := web.Holders(anyone, models.ReadUsers, "user_read")
	readerOfOne := web.Holders(meeting, models.ReadUsers, "user_read")
	readerOfOneAlone := web.Holders(meetingAlone, models.ReadUsers, "user_read")
	coder := web.Holders(anyone, models.MakeInviteCodes, "user_invite_code_create")
	host := web.Holders(reader, models.MakeInviteCodes, "user_invite_code_create")
	updater := web.Holders(reader, models.UpdateUsers, "user_update")
	m := routes{http.NewServeMux()}
	site.Guard = anyone

	m.both("/users", web.Tidy(web.Show(reader, h.users, list{Page: users.List, JSON: users.AkinonList, CSV: h.usersCSV})))
	m.both("/users/lookup", web.Show(reader, h.lookup, lookup{Page: users.LookupPage, JSON: users.LookupJSON, Asks: true}))
	m.both("/users/filters", web.Show(reader, h.filters, panel{Page: users.Filters}))
	m.both("/users/columns", web.Methods{"GET": web.Show(reader, h.arrangement, arrangement{Page: users.Arrange}), "POST": web.Guarded(reader, h.arrange)})
	m.both("/users/{id}", web.Show(readerOfOneAlone, h.profile, profile{Page: users.Show, JSON: users.AkinonProfile, Rest: h.rest}))
	m.both("/users/{id}/peek", web.Show(reader, h.glance, profile{Page: users.Peek}))
	m.both("/users/{id}/invites", web.Show(reader, h.branch, branch{Page: invites.Page, JSON: invites.JSON, CSV: h.branchCSV, Part: invites.Rows}))
	m.both("/users/{id}/invites/signals", web.Show(reader, h.signals, signalList{Page: signals.Page, JSON: signals.JSON, Part: signals.Part}))
	m.both("/users/{id}/invites/signals/{kind}", web.Show(reader, h.signal, signalRows{Page: signals.Behind, JSON: signals.BehindJSON, CSV: h.signalCSV}))

	m.both("/users/{id}/invites/act", web.Methods{"GET": web.Show(updater, h.act, actForm{Page: jobs.Act, JSON: jobs.FormJSON}), "POST": web.Guarded(updater, h.draft)})

	m.both("/jobs", web.Tidy(web.Show(reader, h.jobs, jobList{Page: jobs.List, JSON: jobs.ListJSON})))
	m.both("/jobs/{id}", web.Show(reader, h.job, web.View[*jobs.Told]{Page: jobs.Show, JSON: jobs.ShowJSON, CSV: h.jobCSV, Rest: h.jobRest}))
	m.both("/jobs/{id}/confirm", web.Methods{"POST": web.Guarded(updater, h.confirmJob)})
	m.both("/jobs/{id}/cancel", web.Methods{"POST": web.Guarded(reader, h.cancelJob)})
	m.both("/jobs/{id}/undo", web.Methods{"POST": web.Guarded(updater, h.undoJob)})

	m.both("/views", web.Methods{"GET": web.Show(reader, h.savedViews, savedViews{Page: users.ManageViews}), "POST": web.Guarded(reader, h.saveView)})
	m.both("/views/new", web.Show(reader, h.newView, viewForm{Page: users.EditView}))
	m.both("/views/{id}", web.Methods{"GET": web.Guarded(reader, h.openView), "POST": web.Guarded(reader, h.changeView)})
	m.both("/views/{id}/edit", web.Show(reader, h.editView, viewForm{Page: users.EditView}))
	m.both("/views/{id}/delete", web.Methods{"POST": web.Guarded(reader, h.deleteView)})

	m.both("/invitations", web.Tidy(web.Methods{"GET": web.Show(reader, h.invitations, invitationList{Page: invitations.List, JSON: invitations.ListJSON, CSV: h.invitationsCSV}), "POST": web.Guarded(host, h.invite)}))
	m.both("/invitations/new", web.Show(host, h.newInvitation, invitationForm{Page: invitations.New}))
	m.both("/invitations/leaderboard", web.Show(reader, h.leaderboard, leaderboard{Page: invitations.Leaderboard, JSON: invitations.BoardJSON, CSV: leaderboardCSV}))
	m.both("/invitations/signals", web.Show(reader, h.forestSignals, signalForest{Page: signals.Forest, JSON: signals.ForestJSON}))
	m.both("/invitations/{id}", web.Show(reader, h.invitation, invitationView))
	m.both("/invitations/{id}/resend", web.Methods{"POST": web.Guarded(host, h.resend)})
	m.both("/invitations/{id}/revoke", web.Methods{"POST": web.Guarded(host, h.revoke)})

	m.both("/join", web.Methods{"GET": http.HandlerFunc(h.askCode)})
	m.both("/join/{secret}", web.Methods{"GET": http.HandlerFunc(h.welcome), "POST": http.HandlerFunc(h.join)})

	m.both("/api/users", web.Show(reader, h.hamgamUsers, hamgamList))
	m.both("/api/users/{id}", web.Show(readerOfOne, h.colleague, user{JSON: users.Hamgam}))
	m.both("/api/users/me", web.Show(web.Colleagues(oneself), h.me, user{JSON: users.HamgamMe}))
	m.both("/api/users/{id}/invite_code", web.Methods{"POST": web.Show(coder, h.inviteCode, web.View[users.InviteCode]{JSON: users.HamgamInviteCode, Asks: true})})
	m.both("/api/v2/users/{id}", web.Show(anyone, h.awxUser, user{JSON: users.AWX}))

	m.both("/docs", web.Show(colleague, h.docs, docsView))
	m.both("/settings", web.Methods{"GET": web.Show(colleague, h.settings, settingsView), "POST": web.Guarded(colleague, h.saveSettings)})
	m.both("/keys", web.Show(colleague, h.keys, web.View[keys.Keys]{Page: keys.Page}))
	m.both("/login", web.Methods{"GET": http.HandlerFunc(h.loginPage), "POST": http.HandlerFunc(h.login)})
	m.both("/logout", web.Methods{"POST": http.HandlerFunc(h.logout)})
	m.mux.Handle("/{$}", web.Methods{"GET": web.Guarded(colleague, h.home)})

	m.mux.Handle("/healthz", web.Methods{"GET": http.HandlerFunc(h.healthy)})
	m.mux.Handle("/readyz", web.Methods{"GET": http.HandlerFunc(h.ready)})
	m.mux.Handle("/static/", static.Handler())
	m.mux.Handle("/favicon.ico", http.RedirectHandler(static.Path("mark.svg"), http.StatusFound))

	return site.Wrap(m.mux)
}

type routes struct{ mux *http.ServeMux }

// both registers an address with and without the slash at its end: clients of the documented APIs send either, and
// some lose the method or the header when they are redirected.
func (m routes) both(address string, h http.Handler) {
	address = strings.TrimSuffix(address, "/")
	m.mux.Handle(address, h)
	m.mux.Handle(address+"/{$}", h)
}
