package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"roster/models"
	"roster/views/join"
	"roster/web"
)

// welcome says who invites by the link or the code in the address, and asks for what an account needs.
func (h handler) welcome(w http.ResponseWriter, r *http.Request) {
	h.site.Conceal(w, r)
	secret := r.PathValue("secret")
	welcome, err := h.store.OpenInvitation(r.Context(), secret)
	if err != nil {
		refuse(w, r, err)
		return
	}
	web.WritePage(w, r, http.StatusOK, join.Page(&join.Form{Welcome: welcome, Secret: secret}))
}

// join adds the account of who was invited. Nobody is signed in by it: the console is for staff.
func (h handler) join(w http.ResponseWriter, r *http.Request) {
	h.site.Conceal(w, r)
	if err := web.ReadForm(r); err != nil {
		web.Fail(w, r, err)
		return
	}
	secret, given := r.PathValue("secret"), r.PostForm.Get
	n := models.Newcomer{Username: strings.TrimSpace(given("username")), FirstName: given("first_name"), LastName: given("last_name"),
		Email: strings.TrimSpace(given("email")), Password: given("password")}
	_, err := h.store.Join(r.Context(), secret, n)
	if faults := invalid(err); faults != nil {
		h.failJoin(w, r, secret, n, faults, err)
		return
	}
	if err != nil {
		refuse(w, r, err)
		return
	}
	// The answer is the same whether the e-mail address was kept or somebody has it: see models.Store.Join.
	web.WritePage(w, r, http.StatusCreated, join.Done(n.Username))
}

// failJoin shows the form again, with what is wrong beside what was typed.
func (h handler) failJoin(w http.ResponseWriter, r *http.Request, secret string, n models.Newcomer, faults models.Invalid, err error) {
	welcome, closed := h.store.OpenInvitation(r.Context(), secret)
	if closed != nil {
		refuse(w, r, closed)
		return
	}
	n.Password = ""
	web.FailForm(w, r, &web.Error{Status: http.StatusUnprocessableEntity, Fields: faults, Err: err}, func(string) templ.Component {
		return join.Page(&join.Form{Welcome: welcome, Newcomer: n, Secret: secret, Errors: faults})
	})
}

// askCode asks for an invite code, and leads to where it is one.
func (h handler) askCode(w http.ResponseWriter, r *http.Request) {
	h.site.Conceal(w, r)
	if code := strings.TrimSpace(web.Param(r, "code")); code != "" && code != "." && code != ".." {
		http.Redirect(w, r, "/join/"+url.PathEscape(code), http.StatusSeeOther)
		return
	}
	web.WritePage(w, r, http.StatusOK, join.AskCode())
}

// refuse says why somebody cannot join. What was a code once is answered as what never was one.
func refuse(w http.ResponseWriter, r *http.Request, err error) {
	refusal := join.Refusal{Title: "This did not work"}
	closed, known := errors.AsType[models.Closed](err)
	_, throttled := errors.AsType[models.Throttled](err)
	switch {
	case known && closed.Why == models.IsFrozen:
		refusal = join.RefusalOf(closed)
		err = &web.Error{Status: http.StatusForbidden, Detail: refusal.Text, Err: err}
	case known:
		refusal = join.RefusalOf(closed)
		err = &web.Error{Status: http.StatusGone, Detail: refusal.Text, Err: err}
	case errors.Is(err, models.ErrNotFound):
		refusal = join.Nowhere
		err = &web.Error{Status: http.StatusNotFound, Detail: refusal.Text, Err: err}
	case throttled:
		refusal.Title = "Too many attempts"
	}
	web.FailForm(w, r, err, func(advice string) templ.Component {
		if refusal.Text == "" {
			refusal.Text = advice
		}
		return join.Refused(refusal)
	})
}
