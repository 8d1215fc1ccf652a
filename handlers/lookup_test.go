package handlers_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

func TestLookupRoutes(t *testing.T) {
	c := open(t)
	c.exec(`insert into users (username, first_name, last_name) values ('twin1', 'Ada', 'Twin'), ('twin2', 'Ada', 'Twin')`)
	c.check([]row{
		{"the page", "@keegan", "", "/users/lookup/", []string{html}, 200, []string{"<!doctype html>", `<textarea`, `action="/users/lookup/"`}, []string{"not found."}},
		{"a list in the address", "@keegan", "", "/users/lookup/?list=Eve68,+ada+twin%3Bnobody%0A2", []string{html}, 200, []string{
			"2 entries found, 1 ambiguous, 1 not found.", `href="/users/?id__in=3%2C2"`, "twin1", "twin2", "nobody"}, nil},
		{"the JSON", "keegan", "", "/users/lookup?list=Eve68%0Aada+twin%0Anobody", nil, 200, []string{
			`{"found":[{"text":"Eve68","user":{"id":3,"username":"Eve68","full_name":`, `"ambiguous":[{"text":"ada twin","users":[{"id":`, `"missing":["nobody"]}`, "Allow: GET, HEAD, OPTIONS, POST"}, nil},
		{"words in one line", "keegan", "", "/users/lookup?list=Eve68+2+nobody", nil, 200, []string{`"text":"Eve68"`, `"text":"2"`, `"missing":["nobody"]`}, nil},
		{"words in one line of which none is anybody", "keegan", "", "/users/lookup?list=No+Body", nil, 200, []string{`"missing":["No Body"]`}, nil},
		{"words in one line with a separator", "keegan", "", "/users/lookup?list=Eve68+2,", nil, 200, []string{`"text":"2"`, `"missing":[]`}, nil},
		{"lines that name nobody", "keegan", "", "/users/lookup?list=2%0A-----%0A%0A=====", nil, 200, []string{`"text":"2"`, `"missing":["-----","====="]`}, nil},
		{"nothing", "keegan", "", "/users/lookup/", nil, 200, []string{`{"found":[],"ambiguous":[],"missing":[]}`}, nil},
		{"markup", "@keegan", "", "/users/lookup/?list=%3Cscript%3E", []string{html}, 200, []string{"&lt;script&gt;"}, []string{"<script>"}},
		{"signed out", "", "", "/users/lookup/", []string{html}, 303, []string{"Location: /login?next="}, nil},
		{"signed out, JSON", "", "POST", "/users/lookup/", nil, 401, []string{anyone}, nil},
		{"without 1222", "sara", "", "/users/lookup/?list=Eve68", nil, 403, []string{denied}, []string{`"user"`}},
		{"another method", "keegan", "PUT", "/users/lookup/", nil, 405, []string{"Allow: GET, HEAD, OPTIONS, POST"}, nil},
		{"a body that is no form", "keegan", "POST", "/users/lookup/", []string{"Content-Type: text/plain"}, 200, []string{`"found":[]`}, nil},
	})
	var list []string
	for i := range 1001 {
		list = append(list, fmt.Sprint("x", i))
	}
	if a := c.send("@keegan", c.request("POST", "/users/lookup/", url.Values{"list": {strings.Join(list[:500], "\n") + "\nEve68"}}, html)); a.StatusCode != 200 ||
		!strings.Contains(a.body, "1 entry found, 0 ambiguous, 500 not found.") || a.statements > 3 {
		t.Errorf("five hundred: %d, %d statements\n%s", a.StatusCode, a.statements, a.body)
	}
	if a := c.send("@keegan", c.request("POST", "/users/lookup/", url.Values{"list": {strings.Join(list, " , ")}}, html)); !strings.Contains(a.body, "This list has 1,001 entries. Look up at most 1,000 at once.") || !strings.Contains(a.body, "x1000") {
		t.Errorf("too many: %d\n%s", a.StatusCode, a.body)
	}
	if a := c.send("@keegan", c.request("POST", "/users/lookup/", url.Values{"list": {"a\x00b"}}, html)); a.StatusCode != 400 {
		t.Errorf("a null character: %d", a.StatusCode)
	}
}
