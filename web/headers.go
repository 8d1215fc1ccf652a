package web

import (
	"maps"
	"net/http"
	"net/url"
	"strings"

	"roster/views/layout"
)

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"

// always is what every answer carries. Pages hold people's data: nobody keeps or frames them. The lists are shared by
// all answers and only ever replaced.
var always = http.Header{
	"Content-Security-Policy":      {policy},
	"X-Content-Type-Options":       {"nosniff"},
	"X-Frame-Options":              {"DENY"},
	"Referrer-Policy":              {"same-origin"},
	"Cross-Origin-Opener-Policy":   {"same-origin"},
	"Cross-Origin-Resource-Policy": {"same-origin"},
	"Cache-Control":                {"no-store"},
	"Vary":                         {"Accept, Accept-Encoding, Authorization, Cookie, HX-Request, HX-Request-Type, HX-Target"},
}

func (s Site) headers(next http.Handler) http.Handler {
	ours := maps.Clone(always)
	if strings.HasPrefix(s.Origin, "https://") {
		ours.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		maps.Copy(w.Header(), ours)
		next.ServeHTTP(w, r)
	})
}

// Conceal has browsers tell nobody the address of this page, which lets people in, and asks others not to list it. A browser
// that is told "no-referrer" sends the page's own form with the origin "null", and is known by Sec-Fetch-Site to be ours;
// over http, except on one's own machine, it does not send that, and so there tells the origin alone.
func (s Site) Conceal(w http.ResponseWriter, r *http.Request) {
	policy := "origin"
	if origin, err := url.Parse(s.Origin); err == nil && (origin.Scheme == "https" || IsLoopback(origin.Hostname())) {
		policy = "no-referrer"
	}
	layout.From(r.Context()).Referrer = policy
	w.Header().Set("Referrer-Policy", policy)
	w.Header().Set("X-Robots-Tag", "noindex, nofollow")
}
