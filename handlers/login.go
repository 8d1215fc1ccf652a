package handlers

import (
	"errors"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"roster/models"
	"roster/views/login"
	"roster/web"
)

// loginPage asks who somebody is. Who is signed in already goes on.
func (h handler) loginPage(w http.ResponseWriter, r *http.Request) {
	next := nextOf(r.URL.Query().Get("next"))
	if _, err := (web.Door{Store: h.store, Sessions: h.sessions}).Either(r); err == nil {
		http.Redirect(w, r, next, http.StatusSeeOther)
		return
	}
	web.WritePage(w, r, http.StatusOK, login.Page(login.Form{Next: next}))
}

// login signs somebody in and leads them to the page they first asked for.
func (h handler) login(w http.ResponseWriter, r *http.Request) {
	if err := web.ReadForm(r); err != nil {
		web.Fail(w, r, err)
		return
	}
	f := login.Form{Username: strings.TrimSpace(r.PostForm.Get("username")), Next: nextOf(r.PostForm.Get("next"))}
	password := r.PostForm.Get("password")
	if web.BadText(f.Username) != "" || web.BadText(password) != "" || len(f.Username) > 150 {
		f.Username, password = "", "" // it can be nobody's; it is refused with the same work as others
	}
	id, err := h.store.SignIn(r.Context(), f.Username, password)
	if errors.Is(err, models.ErrRefused) {
		err = &web.Error{Status: http.StatusUnprocessableEntity, Err: err, Detail: "Unable to log in with provided credentials.",
			Advice: "This username and password do not open the console. Check both; capital letters matter in the password."}
	}
	if err == nil {
		err = h.sessions.SignIn(w, r, id)
	}
	if err != nil {
		web.FailForm(w, r, err, func(advice string) templ.Component {
			f.Message = advice
			return login.Page(f)
		})
		return
	}
	http.Redirect(w, r, f.Next, http.StatusSeeOther)
}

// logout ends the session, in the database and in the browser.
func (h handler) logout(w http.ResponseWriter, r *http.Request) {
	if err := h.sessions.SignOut(w, r); err != nil {
		web.Fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/login", http.StatusSeeOther)
}

// nextOf is where to go after signing in: a path on this console, its home by default.
func nextOf(next string) string {
	if !web.IsLocal(next) || strings.HasPrefix(next, "/login") || strings.HasPrefix(next, "/logout") {
		return "/"
	}
	return next
}
