package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

func (c *console) login(username, password, next string, headers ...string) answer {
	c.t.Helper()
	form := url.Values{"username": {username}, "password": {password}, "next": {next}}
	return c.send("", c.request("POST", "/login", form, append(headers, html)...))
}

func cookieOf(a answer) *http.Cookie {
	for _, c := range a.Cookies() {
		if c.Name == "roster" {
			return c
		}
	}
	return nil
}

func TestSigningInAndOut(t *testing.T) {
	c := open(t)
	a := c.login("sara", password, "/settings/?x=1")
	cookie := cookieOf(a)
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/settings/?x=1" || cookie == nil {
		t.Fatalf("%d to %q with %v\n%s", a.StatusCode, a.Header.Get("Location"), cookie, a.body)
	}
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || cookie.MaxAge != 0 || cookie.Secure {
		t.Errorf("the cookie is %+v", cookie)
	}
	session := "Cookie: roster=" + cookie.Value
	if a := c.ask("", "GET", "/settings/", html, session); a.StatusCode != http.StatusOK {
		t.Errorf("with the session: %d", a.StatusCode)
	}
	if a := c.ask("", "GET", "/login?next=/users/2/", html, session); a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/users/2/" {
		t.Errorf("the sign-in page again: %d", a.StatusCode)
	}

	again := c.login("sara", password, "", session)
	if other := cookieOf(again); other == nil || other.Value == cookie.Value {
		t.Errorf("signing in again gives the session %v", other)
	}
	if a := c.ask("", "GET", "/settings/", html, session); a.StatusCode != http.StatusSeeOther {
		t.Errorf("the session from before: %d", a.StatusCode)
	}

	session = "Cookie: roster=" + cookieOf(again).Value
	if a := c.ask("", "GET", "/logout", html, session); a.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("signing out by a link: %d", a.StatusCode)
	}
	out := c.ask("", "POST", "/logout", html, session)
	if out.StatusCode != http.StatusSeeOther || out.Header.Get("Location") != "/login" || cookieOf(out) == nil || cookieOf(out).MaxAge != -1 {
		t.Errorf("signing out: %d, %v", out.StatusCode, out.Header)
	}
	if a := c.ask("", "GET", "/settings/", html, session); a.StatusCode != http.StatusSeeOther {
		t.Errorf("after signing out: %d", a.StatusCode)
	}
}

func TestASessionCookieOverHTTPSIsBoundToTheHost(t *testing.T) {
	c := open(t)
	c.serveAt("https://www.example.com")
	a := c.login("sara", password, "")
	i := slices.IndexFunc(a.Cookies(), func(c *http.Cookie) bool { return c.Name == "__Host-roster" })
	if i < 0 || !a.Cookies()[i].Secure {
		t.Errorf("the cookies are %v", a.Cookies())
	}
	if got := a.Header.Get("Strict-Transport-Security"); !strings.Contains(got, "max-age=31536000") {
		t.Errorf("Strict-Transport-Security is %q", got)
	}
}

func TestOneAnswerForEveryRefusedSignIn(t *testing.T) {
	c := open(t)
	first := c.login("sara", "wrong", "/users/2/")
	if first.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(first.body, `value="sara"`) ||
		!strings.Contains(first.body, `name="next" value="/users/2/"`) || strings.Contains(first.body, "wrong") {
		t.Errorf("%d\n%s", first.StatusCode, first.body)
	}
	body := strings.ReplaceAll(first.body, "sara", "NAME")
	for what, row := range map[string][2]string{"unknown": {"nobody", password}, "not staff": {"Eve68", password}, "no password": {"keegan2255", password}} {
		a := c.login(row[0], row[1], "/users/2/")
		if a.StatusCode != first.StatusCode || strings.ReplaceAll(a.body, row[0], "NAME") != body {
			t.Errorf("%s: %d\n%s", what, a.StatusCode, a.body)
		}
	}
	for _, name := range []string{"a\x00b", "a\xffb", strings.Repeat("a", 5000)} {
		if a := c.login(name, password, ""); a.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%.10q: %d", name, a.StatusCode)
		}
	}
}

func TestAClientIsToldInJSONWhatIsWrongWithASignIn(t *testing.T) {
	c := open(t)
	r := c.request("POST", "/login", url.Values{"username": {"sara"}, "password": {"wrong"}}, "Accept: application/json")
	if a := c.send("", r); a.StatusCode != http.StatusUnprocessableEntity || a.body != `{"detail":"Unable to log in with provided credentials."}` {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	r = c.request("POST", "/login", url.Values{"username": {"sara"}}, "Content-Type: application/json")
	r.Header.Set("Content-Type", "application/json")
	if a := c.send("", r); a.StatusCode != http.StatusUnsupportedMediaType {
		t.Errorf("a body in another form: %d %s", a.StatusCode, a.body)
	}
}

func TestGuessesAreThrottledOnThePage(t *testing.T) {
	c := open(t)
	for range 8 {
		c.login("sara", "wrong", "")
	}
	a := c.login("sara", password, "")
	if a.StatusCode != http.StatusTooManyRequests || a.Header.Get("Retry-After") == "" || !strings.Contains(a.body, "Try again in") {
		t.Errorf("%d %v\n%s", a.StatusCode, a.Header, a.body)
	}
}

func TestNextStaysHere(t *testing.T) {
	c := open(t)
	for next, want := range map[string]string{
		"":                          "/",
		"/users/3/?open=1#x":        "/users/3/?open=1#x",
		"//evil.example.com/":       "/",
		"/\\evil.example.com/":      "/",
		"https://evil.example.com/": "/",
		"javascript:alert(1)":       "/",
		"/a\r\nSet-Cookie: x=y":     "/",
		"/\t/evil.example.com":      "/",
		"/login?next=/login":        "/",
		"users/":                    "/",
	} {
		c.exec("delete from login_attempts")
		if a := c.login("sara", password, next); a.Header.Get("Location") != want {
			t.Errorf("next %q leads to %q, want %q", next, a.Header.Get("Location"), want)
		}
	}
}

func TestOtherSitesCannotActForSomebody(t *testing.T) {
	c := open(t)
	for _, header := range []string{"Sec-Fetch-Site: cross-site", "Origin: https://evil.example.com"} {
		for _, path := range []string{"/login", "/logout", "/settings/"} {
			if a := c.ask("@keegan", "POST", path, html, header); a.StatusCode != http.StatusForbidden {
				t.Errorf("%s with %s: %d", path, header, a.StatusCode)
			}
		}
	}
	if a := c.ask("@keegan", "GET", "/users/", html); a.StatusCode != http.StatusOK {
		t.Errorf("the session was ended: %d", a.StatusCode)
	}
}

func TestSettingsAreKeptInTheBrowser(t *testing.T) {
	c := open(t)
	r := c.request("POST", "/settings/", url.Values{"theme": {"dark"}, "dir": {"rtl"}})
	a := c.send("@keegan", r)
	var cookies []string
	for _, cookie := range a.Cookies() {
		cookies = append(cookies, cookie.Name+"="+cookie.Value)
	}
	if a.StatusCode != http.StatusSeeOther || len(cookies) != 2 {
		t.Fatalf("%d %v", a.StatusCode, cookies)
	}
	page := c.ask("", "GET", "/settings/", html, "Cookie: "+strings.Join(append(cookies, c.session("keegan")), "; "))
	if !strings.Contains(page.body, `dir="rtl" data-theme="dark"`) {
		t.Errorf("the page begins %.300s", page.body)
	}
	if odd := c.ask("", "GET", "/login", html, `Cookie: roster_theme="><script>; roster_dir=up`); strings.Contains(odd.body, "<script>") || !strings.Contains(odd.body, `dir="ltr"`) {
		t.Errorf("the page begins %.300s", odd.body)
	}
}
