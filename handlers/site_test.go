package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"roster/handlers"
	"roster/models"
	"roster/models/pgconn"
	"roster/web"
)

// serveAt puts the console at another origin.
func (c *console) serveAt(origin string) {
	c.site = handlers.Routes(c.store, web.Site{Origin: origin})
}

func TestEveryAnswerCarriesTheHeadersThatGuardIt(t *testing.T) {
	c := open(t)
	for _, path := range []string{"/login", "/users/2/", "/nothing", "/api/nothing"} {
		h := c.ask("@keegan", "GET", path, html).Header
		for name, want := range map[string]string{
			"Content-Security-Policy":      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
			"X-Content-Type-Options":       "nosniff",
			"Referrer-Policy":              "same-origin",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Cache-Control":                "no-store",
			"Vary":                         "Accept, Accept-Encoding, Authorization, Cookie, HX-Request, HX-Request-Type, HX-Target",
			"Access-Control-Allow-Origin":  "",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		if h.Get("X-Request-Id") == "" {
			t.Errorf("%s has no request id", path)
		}
	}
}

func TestOnlyTheConfiguredHostIsAnswered(t *testing.T) {
	c := open(t)
	ask := func(host, path string) answer {
		r := c.request("GET", path, nil, html)
		r.Host = host
		return c.send("@keegan", r)
	}
	if a := ask("evil.example.com", "/users/"); a.StatusCode != http.StatusMisdirectedRequest || !strings.Contains(a.body, "ROSTER_ORIGIN") {
		t.Errorf("another host: %d", a.StatusCode)
	}
	if a := ask("10.0.0.1:8000", "/healthz"); a.StatusCode != http.StatusOK {
		t.Errorf("a probe: %d", a.StatusCode)
	}
	c.serveAt("http://127.0.0.1:8000")
	for host, want := range map[string]int{"localhost:8000": 200, "127.0.0.1:8000": 200, "[::1]:8000": 200, "localhost:8001": 421, "localhost.evil.example.com:8000": 421} {
		if a := ask(host, "/users/"); a.StatusCode != want {
			t.Errorf("%s: %d, want %d", host, a.StatusCode, want)
		}
	}
}

func TestAnUnknownAddressIsAPageToABrowserAndJSONToAClient(t *testing.T) {
	open(t).check([]row{
		{"a browser", "@keegan", "", "/nothing/here", []string{html}, 404, []string{"<!doctype html>", "All users", "Sign out"}, nil},
		{"a browser, signed out", "", "", "/nothing/here", []string{html}, 404, []string{"<!doctype html>", "To the console"}, []string{"Sign out"}},
		{"a client", "keegan", "", "/nothing/here", nil, 404, []string{notFound}, nil},
		{"the root", "@keegan", "", "/", []string{html}, 303, []string{"Location: /users/"}, nil},
		{"the root, to who may see nobody", "@sara", "", "/", []string{html}, 303, []string{"Location: /settings/"}, nil},
		{"the root, signed out", "", "", "/", []string{html}, 303, []string{"Location: /login\n"}, nil},
		{"reading what is only sent", "@keegan", "", "/logout", []string{html}, 405, []string{"Allow: POST", "does not answer GET"}, nil},
		{"what settings answer", "@keegan", "", "/settings/", []string{html}, 200, []string{"Allow: GET, HEAD, POST"}, nil},
		{"an encoded body", "", "POST", "/login", []string{"Content-Encoding: gzip"}, 415, []string{"without Content-Encoding"}, nil},
		{"a probe by another method", "", "POST", "/healthz", nil, 405, []string{"Allow: GET, HEAD"}, nil},
		{"as JSON by name", "keegan", "", "/users/2/?format=json", []string{html}, 200, []string{`"pk":2`}, nil},
		{"in a format that is none", "keegan", "", "/users/2/?format=xml", nil, 404, []string{notFound}, nil},
		{"JSON and HTML", "@keegan", "", "/users/2/", []string{"Accept: text/html;q=0.1, application/json"}, 200, []string{`"pk":2`}, nil},
		{"a page alone, to a client", "", "", "/settings/", nil, 401, []string{anyone}, nil},
		{"a page alone, with a bad token", "", "", "/settings/", []string{"Authorization: Token zzz", html}, 401, []string{`{"detail":"Invalid token."}`}, nil},
	})
}

func TestProbes(t *testing.T) {
	c := open(t)
	stopping := make(chan struct{})
	c.site = handlers.Routes(c.store, web.Site{Origin: origin, Stopping: stopping})
	c.check([]row{{"healthy", "", "", "/healthz", nil, 200, []string{"ok"}, nil}, {"ready", "", "", "/readyz", nil, 200, []string{"ready"}, nil}})
	close(stopping)
	c.check([]row{{"healthy while stopping", "", "", "/healthz", nil, 200, nil, nil}, {"not ready while stopping", "", "", "/readyz", nil, 503, nil, nil}})
}

func TestWhileTheDatabaseIsAway(t *testing.T) {
	c := open(t)
	keys := c.keys
	config, err := pgconn.Parse("host="+t.TempDir()+" user=nobody dbname=nothing", func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	session := "Cookie: " + c.session("keegan")
	away := models.Open(config)
	defer away.Close()
	c.site, c.keys = handlers.Routes(away, web.Site{Origin: origin}), keys
	const told = `{"detail":"The database is away. Try again in a few seconds."}`
	c.check([]row{
		{"page", "", "", "/users/", []string{html, session}, 503, []string{"<!doctype html>", "Retry-After: 5", "Try again"}, nil},
		{"part", "", "", "/users/", []string{htmx, partial, session}, 503, []string{"Hx-Retarget: #notice", "Retry-After: 5"}, nil},
		{"JSON", "keegan", "", "/users/2/", nil, 503, []string{told, "Retry-After: 5"}, nil},
		{"hamgam", "keegan", "", "/api/users/2", nil, 503, []string{told}, nil},
		{"AWX", "keegan", "", "/api/v2/users/2/", nil, 503, []string{told}, nil},
		{"signing in", "", "POST", "/login", []string{html}, 503, []string{"Retry-After: 5"}, nil},
		{"healthy", "", "", "/healthz", nil, 200, nil, nil},
		{"not ready", "", "", "/readyz", nil, 503, nil, nil},
		{"what needs none", "", "", "/login", []string{html}, 200, nil, nil},
	})
}

func TestBeforeTheSchemaIsThereClientsAreAskedToWait(t *testing.T) {
	c := open(t)
	started := make(chan struct{})
	c.site = handlers.Routes(c.store, web.Site{Origin: origin, Started: started})
	c.check([]row{{"before", "keegan", "", "/users/2/", nil, 503, []string{"Retry-After: 5"}, nil}, {"healthy", "", "", "/healthz", nil, 200, nil, nil}})
	close(started)
	c.check([]row{{"after", "keegan", "", "/users/2/", nil, 200, nil, nil}})
}
