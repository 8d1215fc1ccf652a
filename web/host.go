package web

import (
	"net/http"
	"net/url"
	"strings"
)

// expectHost refuses requests meant for another name: links and redirects are built from the origin alone, and a page
// of another name that points here could read what it should not. The probes of an orchestrator come by address.
func (s Site) expectHost(next http.Handler) http.Handler {
	origin, err := url.Parse(s.Origin)
	if err != nil {
		panic(err) // cmd has checked it
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !sameHost(r.Host, origin) && !isProbe(r) {
			Fail(w, r, &Error{Status: http.StatusMisdirectedRequest,
				Detail: "This console is at " + s.Origin + ".",
				Advice: "This console is at " + s.Origin + ", and answers nowhere else. Its origin is set with ROSTER_ORIGIN."})
			return
		}
		next.ServeHTTP(w, r)
	})
}

func isProbe(r *http.Request) bool { return r.URL.Path == "/healthz" || r.URL.Path == "/readyz" }

// sameHost compares a Host header with the origin. On one's own machine localhost, 127.0.0.1 and ::1 are one place.
func sameHost(host string, origin *url.URL) bool {
	if host == origin.Host {
		return true
	}
	asked := url.URL{Scheme: origin.Scheme, Host: host}
	if port(&asked) != port(origin) {
		return false
	}
	return strings.EqualFold(asked.Hostname(), origin.Hostname()) || IsLoopback(asked.Hostname()) && IsLoopback(origin.Hostname())
}

// port is the port of an origin, also where its scheme says it.
func port(u *url.URL) string {
	return orElse(u.Port(), map[string]string{"http": "80", "https": "443"}[u.Scheme])
}

// IsLoopback says whether a host's name means one's own machine.
func IsLoopback(name string) bool { return name == "localhost" || name == "127.0.0.1" || name == "::1" }
