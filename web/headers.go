package web

import (
	"maps"
	"net/http"
	"strings"
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
