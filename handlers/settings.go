package handlers

import (
	"net/http"

	"roster/views/keys"
	"roster/views/layout"
	"roster/views/settings"
	"roster/web"
)

// home leads to where somebody can do something.
func (h handler) home(w http.ResponseWriter, r *http.Request) {
	to := "/settings/"
	if layout.From(r.Context()).Viewer.MaySee() {
		to = "/users/"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// settings are kept in the browser: all there is to load is whether they were just saved.
func (h handler) settings(r *http.Request) (settings.Saved, error) {
	return r.URL.Query().Has("saved"), nil
}

// keys are the same for everybody.
func (handler) keys(*http.Request) (keys.Keys, error) { return keys.Keys{}, nil }

var settingsView = web.View[settings.Saved]{Page: settings.Page}

// saveSettings keeps how pages look in this browser.
func (h handler) saveSettings(w http.ResponseWriter, r *http.Request) {
	if err := web.ReadForm(r); err != nil {
		web.Fail(w, r, err)
		return
	}
	theme, dir := r.PostForm.Get("theme"), r.PostForm.Get("dir")
	if theme != "light" && theme != "dark" {
		theme = ""
	}
	if dir != "rtl" {
		dir = ""
	}
	h.site.SetLook(w, theme, dir)
	http.Redirect(w, r, "/settings/?saved", http.StatusSeeOther)
}
