package handlers

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"roster/models"
	"roster/views/login"
	"roster/views/ui"
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
		f.Message = "This username and password do not open the console. Check both; capital letters matter in the password."
		web.WritePage(w, r, http.StatusUnprocessableEntity, login.Page(f))
		return
	}
	if t, ok := errors.AsType[models.Throttled](err); ok {
		f.Message = "There were too many attempts. Try again in " + ui.Count(int64(t.After/time.Second), "second", "seconds") + "."
		w.Header().Set("Retry-After", strconv.Itoa(int(t.After/time.Second)))
		web.WritePage(w, r, http.StatusTooManyRequests, login.Page(f))
		return
	}
	if err == nil {
		err = h.sessions.SignIn(w, r, id)
	}
	if err != nil {
		web.Fail(w, r, err)
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
