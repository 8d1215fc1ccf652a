package handlers_test

import (
	"net/url"
	"strings"
	"testing"
)

const sheet = "HX-Target: div#sheet"

// post sends a form and gives the status and where it leads, or the body.
func (c *console) post(who, path string, form url.Values, headers ...string) answer {
	c.t.Helper()
	return c.send(who, c.request("POST", path, form, append(headers, html)...))
}

func TestListOnTheScreen(t *testing.T) {
	c := open(t)
	c.check([]row{
		{"filters in words, names for ids", "@keegan", "", "/users/?gender=male&groups=1&inviter=1&date_joined__date__gte=2020-01-31", []string{html}, 200,
			[]string{"Gender is <b><bdi>male", "Group is <b><bdi>Inter", "Invited by <b><bdi>kevin keegan", "Joined on or after <b><bdi>2020-01-31", "moratti120"}, nil},
		{"what cannot be read stays, and the rest applies", "@keegan", "", "/users/?gender=%3Cb%3E&is_superuser=true", []string{html}, 200,
			[]string{"Gender is <b><bdi>&lt;b&gt;", "Select a valid choice.", "Not applied.", "Admin: <b><bdi>yes", "keegan2255"}, []string{">moratti120", "<b>&gt;"}},
		{"a bad order", "@keegan", "", "/users/?sort=nope&is_superuser=true", []string{html}, 200, []string{"Order <b><bdi>nope", "keegan2255"}, nil},
		{"a bad place", "@keegan", "", "/users/?page=2&after=nope&limit=1", []string{html}, 200, []string{"This is not a place in this order."}, nil},
		{"many words", "@keegan", "", "/users/?q=" + strings.Repeat("x+", 21), []string{html}, 200, []string{"Search for at most 20 words at once."}, nil},
		{"nobody, with what was asked", "@keegan", "", "/users/?is_staff=true&id=98765", []string{html}, 200, []string{"Nobody matches these filters", "Remove the last filter", `href="/users/?is_staff=true"`}, nil},
		{"by two fields", "@keegan", "", "/users/?sort=-is_staff,username", []string{html}, 200, []string{"Sorted by staff, descending, then by username", "2↑"}, []string{"aria-sort"}},
		{"by a column", "@keegan", "", "/users/?sort=-username", []string{html}, 200, []string{`aria-sort="descending"`}, []string{"Sorted by"}},
		{"columns of the address", "@keegan", "", "/users/?columns=gender,nope,email&id=2", []string{html}, 200, []string{`id="sort-gender"`, `data-label="E-mail"`}, []string{`data-label="Status"`}},
		{"page by place", "@keegan", "", "/users/?limit=2&sort=id", []string{html}, 200, []string{`rel="next"`, "&amp;page=2&amp;after=1.2", "1–2 of"}, []string{`rel="prev"`}},
		{"the second page", "@keegan", "", "/users/?limit=2&sort=id&page=2&after=1.2", []string{html}, 200, []string{"3–4 of", ">First<", `rel="prev"`, "Eve68"}, []string{"moratti120</bdi>"}},
		{"past the end by place", "@keegan", "", "/users/?page=2&sort=id&after=19.9223372036854775807&q=z", []string{html}, 404, []string{"Begin at the first page"}, nil},
		{"the number alone", "@keegan", "", "/users/?count=exact", []string{htmx, partial, "HX-Target: span#total"}, 200, []string{`<span class="count" id="count">`, `<span id="total"`}, []string{"<!doctype", "<table"}},
		{"of another form nothing of this", "keegan", "", "/users/?columns=id&view=1&count=exact", nil, 200, []string{`"count":`, `"previous":null`}, []string{"<"}},
	})
}

func TestPanelsOfTheList(t *testing.T) {
	c := open(t)
	c.check([]row{
		{"filters", "@keegan", "", "/users/filters/?gender=b&q=x&sort=-id&open=groups", []string{html}, 200, []string{"<!doctype html>", `name="user_permissions"`, "Inter", "Select a valid choice.", `name="q" value="x"`, `name="sort" value="-id"`}, []string{`name="password"`, `name="pk"`}},
		{"filters, part", "@moratti", "", "/users/filters/", []string{htmx, partial, sheet}, 200, []string{`id="filters"`}, []string{"<!doctype", "<main"}},
		{"filters, signed out", "", "", "/users/filters/", []string{html}, 303, []string{"Location: /login?next=%2Fusers%2Ffilters%2F"}, nil},
		{"filters, without 1222", "@sara", "", "/users/filters/", []string{html}, 403, []string{"user_read (1222)"}, nil},
		{"filters, another method", "@keegan", "POST", "/users/filters/", []string{html}, 405, []string{"Allow: GET, HEAD, OPTIONS"}, nil},
		{"columns", "@keegan", "", "/users/columns/?gender=male&columns=email&limit=50", []string{html}, 200, []string{"<!doctype html>", `value="/users/?gender=male"`, `value="email" checked`}, []string{`value="contact" checked`}},
		{"columns, moved", "@keegan", "", "/users/columns/?list=gender%3Dmale&columns=person&columns=email&columns=id&up=id&density=compact&limit=100", []string{htmx, partial, sheet}, 200, []string{`value="/users/?gender=male"`, `value="compact" checked`, `value="100" checked`}, []string{"<main"}},
		{"columns, signed out", "", "", "/users/columns/", []string{html}, 303, nil, nil},
		{"columns, without 1222", "@sara", "", "/users/columns/", []string{html}, 403, nil, nil},
		{"a peek", "@moratti", "", "/users/3/peek/", []string{html}, 200, []string{"<!doctype html>", "Eve68", `href="/users/3/"`}, nil},
		{"a peek, part", "@keegan", "", "/users/2/peek/", []string{htmx, partial, sheet}, 200, []string{"moratti120", "permissions, 1 directly"}, []string{"<!doctype", "<main"}},
		{"a peek at nobody", "@keegan", "", "/users/98765/peek/", []string{html}, 404, nil, nil},
		{"a peek at nobody, part", "@keegan", "", "/users/98765/peek/", []string{htmx, partial, sheet}, 404, []string{"Hx-Retarget: #notice"}, []string{"<!doctype"}},
		{"a peek, badly", "@keegan", "", "/users/x/peek/", []string{html}, 404, nil, nil},
		{"a peek, signed out", "", "", "/users/2/peek/", []string{htmx, partial, sheet, "HX-Current-Url: http://www.example.com/users/?q=y"}, 401, []string{"Hx-Redirect: /login?next=%2Fusers%2F%3Fq%3Dy"}, []string{"moratti"}},
		{"a peek, without 1222", "@sara", "", "/users/2/peek/", []string{html}, 403, nil, []string{"moratti"}},
		{"keys", "@sara", "", "/keys/", []string{html}, 200, []string{"<!doctype html>", "<kbd>J</kbd>"}, nil},
		{"keys, part", "@keegan", "", "/keys", []string{htmx, partial, sheet}, 200, []string{"<kbd>J</kbd>"}, []string{"<main"}},
		{"keys, signed out", "", "", "/keys/", []string{html}, 303, nil, nil},
	})
}

func TestPreferencesAreKept(t *testing.T) {
	c := open(t)
	c.exec("insert into users (username) select 'many' || i from generate_series(1, 150) i")
	for _, row := range []struct {
		what, who, path string
		form            url.Values
		status          int
		has             string
	}{
		{"columns, density and rows", "@moratti", "/users/columns/", url.Values{"columns": {"person", "gender", "nope", "email"}, "density": {"compact"}, "limit": {"50"}, "next": {"/users/?q=a"}}, 303, "/users/?q=a"},
		{"rows alone", "@moratti", "/users/columns/", url.Values{"limit": {"100"}, "next": {"/users/"}}, 303, "/users/"},
		{"to another site", "@moratti", "/users/columns/", url.Values{"limit": {"100"}, "next": {"//evil.example.com/users/"}}, 303, "/users/"},
		{"to another page", "@moratti", "/users/columns/", url.Values{"next": {"/settings/?x"}}, 303, "/users/"},
		{"an unknown density", "@moratti", "/users/columns/", url.Values{"density": {"huge"}}, 400, "Choose normal, compact or roomy."},
		{"a strange number of rows", "@moratti", "/users/columns/", url.Values{"limit": {"7"}}, 400, "Choose 20, 50 or 100 rows."},
		{"without 1222", "@sara", "/users/columns/", url.Values{"limit": {"50"}}, 403, "user_read"},
		{"signed out", "", "/users/columns/", url.Values{"limit": {"50"}}, 303, "/login"},
	} {
		if a := c.post(row.who, row.path, row.form); a.StatusCode != row.status || !strings.Contains(a.Header.Get("Location")+a.body, row.has) || row.status == 303 && row.who != "" && a.Header.Get("Location") != row.has {
			t.Errorf("%s: %d %s %.300s", row.what, a.StatusCode, a.Header.Get("Location"), a.body)
		}
	}
	c.check([]row{
		{"a list", "@moratti", "", "/users/", []string{html}, 200, []string{`data-density="compact"`, `data-label="Gender"`, `value="100" aria-current="true"`}, []string{`data-label="Status"`}},
		{"a list of the address", "@moratti", "", "/users/?columns=status&limit=1", []string{html}, 200, []string{`data-label="Status"`, "1–1 of"}, []string{`data-label="Gender"`}},
		{"another's list", "@keegan", "", "/users/", []string{html}, 200, []string{`data-density="normal"`, `data-label="Status"`}, []string{`data-label="Gender"`}},
		{"JSON stays as documented", "moratti", "", "/users/", nil, 200, []string{`page=2`}, nil},
	})
	c.post("@moratti", "/users/columns/", url.Values{"usual": {"1"}, "columns": {"gender"}})
	c.check([]row{{"as usual", "@moratti", "", "/users/", []string{html}, 200, []string{`data-label="Status"`, `data-density="compact"`}, []string{`data-label="Gender"`}}})
}
