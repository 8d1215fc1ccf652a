package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzID(f *testing.F) {
	for _, text := range []string{"1", "0", "-1", "abc", "9223372036854775807", "9223372036854775808", "٣", "\x00", "+1", "01", "1_0", " 1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.SetPathValue("id", text)
		id, err := ID(r)
		if err == nil && (id < 1 || strconv.FormatInt(id, 10) != text) {
			t.Errorf("%q is %d", text, id)
		}
	})
}

func FuzzIsLocal(f *testing.F) {
	for _, address := range []string{"/", "/users/?q=1#x", "//evil.example.com", "/\\evil", "http://evil", "/\x00", "/%2f/evil", "/\t//evil", ""} {
		f.Add(address)
	}
	base, _ := url.Parse("https://roster.example.com/login")
	f.Fuzz(func(t *testing.T, address string) {
		if !IsLocal(address) {
			return
		}
		to, err := base.Parse(address) // what a browser does with it
		if err != nil || to.Host != base.Host || to.Scheme != base.Scheme {
			t.Errorf("%q leads to %v, %v", address, to, err)
		}
		for _, c := range address {
			if c < ' ' || c == '\\' {
				t.Errorf("%q holds %q", address, c)
			}
		}
	})
}

func FuzzTokenOf(f *testing.F) {
	for _, header := range []string{"Token abc", "bearer abc", "Token", "Token a b", "Basic x", "", "Token \xff", "Token \x00", " Token  abc "} {
		f.Add(header)
	}
	f.Fuzz(func(t *testing.T, header string) {
		key, err := tokenOf([]string{header})
		if err == nil && (key == "" || !utf8.ValidString(key) || strings.ContainsAny(key, " \t\r\n\x00")) {
			t.Errorf("%q gives the key %q", header, key)
		}
		if e, ok := err.(*Error); err != nil && (!ok || e.Status != http.StatusUnauthorized) {
			t.Errorf("%q gives %v", header, err)
		}
	})
}

func FuzzNegotiate(f *testing.F) {
	for _, accept := range []string{"", "*/*", "text/html", "application/json;q=0", "application/*;q=0.5,text/html", ";;,,", "text/html;q=", "a;q=nan"} {
		f.Add(accept)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Accept", accept)
		for _, has := range [][2]bool{{true, true}, {true, false}, {false, true}} {
			got, err := negotiate(r, forms{page: has[0], json: has[1]})
			if err == nil && (got == asPage && !has[0] || got == asJSON && !has[1]) {
				t.Errorf("%q gives a form that the route has not", accept)
			}
		}
	})
}

func TestNegotiation(t *testing.T) {
	for _, row := range []struct {
		accept, token string
		page, json    bool
		want          shape
		notAcceptable bool
	}{
		{"", "", true, true, asJSON, false},
		{"*/*", "", true, true, asJSON, false},
		{"text/html,*/*;q=0.8", "", true, true, asPage, false},
		{"application/json, text/html;q=0", "", true, true, asJSON, false},
		{"text/html", "Token x", true, true, asJSON, true},
		{"text/html,*/*", "Token x", true, true, asJSON, false},
		{"*/*", "", true, false, asPage, false},
		{"text/html,*/*;q=0.8", "", false, true, asJSON, false},
		{"text/html", "", false, true, asJSON, true},
		{"APPLICATION/JSON", "", false, true, asJSON, false},
		{"application/xml", "", true, true, asJSON, true},
		{"garbage", "", false, true, asJSON, true},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		if row.accept != "" {
			r.Header.Set("Accept", row.accept)
		}
		if row.token != "" {
			r.Header.Set("Authorization", row.token)
		}
		if got, err := negotiate(r, forms{page: row.page, json: row.json}); got != row.want || (err != nil) != row.notAcceptable {
			t.Errorf("%+v gives %v, %v", row, got, err)
		}
	}
}

func TestAPartIsNamedByItsElement(t *testing.T) {
	for header, want := range map[string]string{"section#people": "people", "body": "body", "": "", "li#branch-2-more": "branch-2-more"} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("HX-Target", header)
		if got := target(r); got != want {
			t.Errorf("%q is %q, want %q", header, got, want)
		}
	}
}
