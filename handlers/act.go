package handlers

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"roster/models"
	"roster/views/jobs"
	"roster/views/layout"
	"roster/web"
)

// act is the page on which somebody acts on a branch.
func (h handler) act(r *http.Request) (*jobs.Form, error) {
	return h.actForm(r, jobs.Form{Except: []string{"verified", "staff"}})
}

// actForm gives a form what it tells of the branch. Who may do nothing with the branch is told so.
func (h handler) actForm(r *http.Request, f jobs.Form) (*jobs.Form, error) {
	var err error
	if f.Head, err = h.user(r); err != nil {
		return nil, err
	}
	if !layout.From(r.Context()).Viewer.MayAct(models.FreezeBranch, f.Head, nil) {
		return nil, web.Forbidden("This is the branch of an admin: only admins act on it.")
	}
	figures, err := h.store.BranchFigures(r.Context(), f.Head.ID)
	if err != nil {
		return nil, err
	}
	f.Branch = figures[f.Head.ID]
	f.Freeze, err = h.store.Frozen(r.Context(), f.Head.ID)
	return &f, err
}

// draft writes down whom an action on a branch would touch, and leads to the page that shows it.
func (h handler) draft(w http.ResponseWriter, r *http.Request) {
	id, err := web.ID(r)
	if err == nil {
		err = web.ReadForm(r)
	}
	if err != nil {
		web.Fail(w, r, err)
		return
	}
	f := jobs.Form{Action: models.JobKind(r.PostForm.Get("action")), Inviter: strings.TrimSpace(r.PostForm.Get("inviter")), Reason: r.PostForm.Get("reason"),
		Except: exceptions(r)}
	about := models.JobAbout{UserID: id}
	switch f.Action {
	case models.DeactivateBranch:
		about.Except = f.Except
	case models.FreezeBranch:
		about.Reason = f.Reason
	case models.MovePerson:
		about.InviterID, err = h.newInviter(r.Context(), f.Inviter)
	}
	var j *models.Job
	if err == nil {
		j, err = h.store.DraftJob(r.Context(), layout.From(r.Context()).Viewer, f.Action, about)
	}
	if err != nil {
		h.failDraft(w, r, f, err)
		return
	}
	h.lead(w, r, http.StatusCreated, j)
}

// exceptions are those whom a form leaves alone. One that does not speak of them leaves the verified and staff.
func exceptions(r *http.Request) []string {
	if !r.PostForm.Has("except") {
		return []string{"verified", "staff"}
	}
	list := []string{}
	for _, whom := range r.PostForm["except"] {
		if whom != "" {
			list = append(list, whom)
		}
	}
	return list
}

// newInviter reads under whom somebody is to be moved: an id, a username, or nobody.
func (h handler) newInviter(ctx context.Context, text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	if detail := web.BadText(text); detail != "" {
		return 0, models.Invalid{"inviter": {detail}}
	}
	if id, err := strconv.ParseInt(text, 10, 64); err == nil && id > 0 {
		return id, nil
	}
	id, err := h.store.IDOf(ctx, text)
	if errors.Is(err, models.ErrNotFound) {
		err = models.Invalid{"inviter": {"There is nobody with this username."}}
	}
	return id, err
}

// failDraft shows the form again, with what is wrong beside what was typed.
func (h handler) failDraft(w http.ResponseWriter, r *http.Request, f jobs.Form, err error) {
	faults := invalid(err)
	switch {
	case errors.Is(err, models.ErrForbidden):
		err = web.Forbidden("Only admins decide who may sign in, and only admins act on admins.")
	case faults != nil:
		err = &web.Error{Status: http.StatusUnprocessableEntity, Fields: faults, Err: err}
	}
	form, missing := h.actForm(r, f)
	if missing != nil || faults == nil {
		web.Fail(w, r, err)
		return
	}
	form.Errors = faults
	web.FailForm(w, r, err, func(string) templ.Component { return jobs.Act(form) })
}
