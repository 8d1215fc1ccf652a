package web

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"roster/views/layout"
)

// voice is how an API words what every API says.
type voice struct {
	challenge string // WWW-Authenticate of a 401
	anonymous string // detail of a 401; "" leaves the one that says what was wrong with the header
	missing   string // detail of a 404
}

// drf is the voice of hamgam and Akinon (shared: Django REST framework 3.14).
var drf = voice{
	challenge: "Token",
	missing:   "Not found.",
}

// awx is the voice of AWX 24.6.1: one text for everybody it does not know.
var awx = voice{
	challenge: "Bearer realm=api authorization_url=/api/o/authorize/",
	anonymous: "Authentication credentials were not provided. To establish a login session, visit /api/login/.",
	missing:   "No User matches the given query.",
}

func isAWX(r *http.Request) bool {
	return r.URL.Path == "/api/v2" || strings.HasPrefix(r.URL.Path, "/api/v2/")
}

func voiceOf(r *http.Request) voice {
	if isAWX(r) {
		return awx
	}
	return drf
}

// asAWX adds the headers by which AWX's clients know their server.
func asAWX(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isAWX(r) {
			h := w.Header()
			h.Set("X-API-Product-Name", "AWX")
			h.Set("X-API-Node", "roster")
			h.Set("X-API-Request-Id", layout.From(r.Context()).RequestID)
			h.Set("Content-Language", "en")
			w = &timed{ResponseWriter: w, since: time.Now()}
		}
		next.ServeHTTP(w, r)
	})
}

// introduce tells a client that showed who it is which version it speaks with. AWX tells nobody else.
func introduce(w http.ResponseWriter, r *http.Request) {
	if isAWX(r) {
		w.Header().Set("X-API-Product-Version", "24.6.1")
	}
}

// timed tells a client how long its answer took, as late as a header can.
type timed struct {
	http.ResponseWriter

	since time.Time
}

func (t *timed) WriteHeader(status int) {
	took := fmt.Sprintf("%.3fs", time.Since(t.since).Seconds())
	t.Header().Set("X-API-Time", took)
	t.Header().Set("X-API-Total-Time", took)
	t.ResponseWriter.WriteHeader(status)
}

func (t *timed) Unwrap() http.ResponseWriter { return t.ResponseWriter }
