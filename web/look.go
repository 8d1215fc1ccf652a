package web

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// How pages look is kept in two cookies of the browser: it holds before anybody signs in, and says nothing of anyone.
const (
	themeCookie = "roster_theme"
	dirCookie   = "roster_dir"
)

// look reads one choice, "" where none of the known ones was made.
func look(r *http.Request, cookie string, known ...string) string {
	if c, err := r.Cookie(cookie); err == nil && slices.Contains(known, c.Value) {
		return c.Value
	}
	return ""
}

// SetLook keeps how pages look for a year: theme light, dark or "" for what the system says; dir ltr or rtl.
func (s Site) SetLook(w http.ResponseWriter, theme, dir string) {
	for name, value := range map[string]string{themeCookie: theme, dirCookie: dir} {
		c := &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, Secure: strings.HasPrefix(s.Origin, "https://"), SameSite: http.SameSiteLaxMode,
			MaxAge: int((365 * 24 * time.Hour).Seconds())}
		if value == "" {
			c.MaxAge = -1
		}
		http.SetCookie(w, c)
	}
}
