package handlers

import (
	"net/http"

	"github.com/a-h/templ"

	"roster/views/settings"
	"roster/web"
)

// settings are kept in the browser: there is nothing to load.
func (h handler) settings(*http.Request) (struct{}, error) { return struct{}{}, nil }

var settingsView = web.View[struct{}]{Page: func(struct{}) templ.Component { return settings.Page() }}

// saveSettings keeps how pages look in this browser.
func (h handler) saveSettings(w http.ResponseWriter, r *http.Request) {
	theme, dir := r.PostFormValue("theme"), r.PostFormValue("dir")
	if theme != "light" && theme != "dark" {
		theme = ""
	}
	if dir != "rtl" {
		dir = ""
	}
	web.SetLook(w, theme, dir)
	http.Redirect(w, r, "/settings/", http.StatusSeeOther)
}
