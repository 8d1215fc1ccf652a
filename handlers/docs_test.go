package handlers_test

import (
	"cmp"
	unescape "html"
	"regexp"
	"strings"
	"testing"
)

var example = regexp.MustCompile(`curl (?:-X ([A-Z]+) )?-H [^<]*? &#39;http://www\.example\.com(/[^&]*(?:&amp;[^&]*)*?)&#39;</code>`)

// What the page documents is answered: each example, and each parameter of the contract is on it.
func TestDocsTellWhatIsAnswered(t *testing.T) {
	c := open(t)
	c.check([]row{
		{"the page", "@keegan", "", "/docs/", []string{html}, 200, []string{"<!doctype html>", "id__gte", "modified_date__lt", "groups_in", "has_avatar", "Refused: it would tell guesses at the hash."}, nil},
		{"for staff", "@sara", "", "/docs", []string{html}, 200, []string{"API docs"}, nil},
		{"signed out", "", "", "/docs/", []string{html}, 303, []string{"Location: /login?next=%2Fdocs%2F"}, nil},
		{"neither staff nor admin", "eve", "", "/docs/", nil, 403, nil, nil},
	})
	page := c.ask("@keegan", "GET", "/docs/", html).body
	found := example.FindAllStringSubmatch(page, -1)
	if len(found) < 8 {
		t.Fatalf("%d examples", len(found))
	}
	for _, e := range found {
		path := unescape.UnescapeString(e[2])
		if a := c.ask("keegan", cmp.Or(e[1], "GET"), path); a.StatusCode != 200 || !strings.HasPrefix(a.body, "{") {
			t.Errorf("%s: %d %s", path, a.StatusCode, a.body)
		}
	}
}
