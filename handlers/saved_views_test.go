package handlers_test

import (
	"net/url"
	"strings"
	"testing"
)

func TestViewRoutes(t *testing.T) {
	c := open(t)
	c.exec(`insert into saved_views (id, owner_id, name, query, shared) values (101, 1, 'Mine', 'gender=male&columns=person,email&limit=50', false),
		(102, 2, 'Theirs', 'is_staff=true', true), (103, 2, 'Secret', '', false)`)
	c.check([]row{
		{"all I may open", "@keegan", "", "/views/", []string{html}, 200, []string{"<!doctype html>", "Mine", "Theirs", "masimo moratti"}, []string{"Secret"}},
		{"signed out", "", "", "/views/", []string{html}, 303, []string{"Location: /login?next=%2Fviews%2F"}, nil},
		{"without 1222", "@sara", "", "/views/", []string{html}, 403, nil, []string{"Theirs"}},
		{"open mine", "@keegan", "", "/views/101/", []string{html}, 303, []string{"Location: /users/?gender=male&columns=person,email&limit=50&view=101\n"}, nil},
		{"open a shared one", "@keegan", "", "/views/102", []string{htmx, partial}, 303, []string{"Location: /users/?is_staff=true&view=102\n"}, nil},
		{"open another's", "@keegan", "", "/views/103/", []string{html}, 404, nil, []string{"Secret"}},
		{"open none", "@keegan", "", "/views/98765/", []string{html}, 404, nil, nil},
		{"open badly", "@keegan", "", "/views/x/", []string{html}, 404, nil, nil},
		{"open, signed out", "", "", "/views/101/", []string{html}, 303, []string{"Location: /login?next=%2Fviews%2F101%2F"}, nil},
		{"open, without 1222", "@sara", "", "/views/102/", []string{html}, 403, nil, nil},
		{"a new one", "@keegan", "", "/views/new/?groups=1&page=3", []string{html}, 200, []string{`name="query" value="groups=1"`, "Shows group is Inter."}, nil},
		{"a new one, part", "@keegan", "", "/views/new/?gender=male", []string{htmx, partial, sheet}, 200, []string{`id="view-name"`}, []string{"<main"}},
		{"change mine", "@keegan", "", "/views/101/edit/", []string{html}, 200, []string{`value="Mine"`, "Deleting takes the view from your list."}, nil},
		{"an admin changes a shared one", "@keegan", "", "/views/102/edit/", []string{htmx, partial, sheet}, 200, []string{`value="Theirs"`}, []string{"<main"}},
		{"nobody changes another's", "@keegan", "", "/views/103/edit/", []string{html}, 404, nil, nil},
		{"the list in a view", "@keegan", "", "/users/?gender=male&columns=person,email&limit=50&view=101", []string{html}, 200, []string{`aria-current="page"><bdi>Mine</bdi>`, "<title>Mine · roster</title>"}, []string{">changed<"}},
		{"the list besides its view", "@keegan", "", "/users/?gender=female&view=101", []string{html}, 200, []string{">changed<", "Save changes", "Discard changes"}, nil},
		{"the list with another's view", "@keegan", "", "/users/?gender=female&view=103", []string{html}, 200, []string{"Save as view"}, []string{"Secret", ">changed<"}},
		{"reading what is only sent", "@keegan", "", "/views/101/delete/", []string{html}, 405, []string{"Allow: POST"}, nil},
	})
	c.exec("update saved_views set owner_id = 1 where id = 102")
	c.check([]row{
		{"staff change no admin's", "@moratti", "", "/views/102/edit/", []string{html}, 403, []string{"belongs to kevin keegan"}, nil},
		{"staff see a shared view change", "@moratti", "", "/users/?gender=female&view=102", []string{html}, 200, []string{">changed<", "Save as new view"}, []string{"Save changes"}},
	})
}

func TestViewsAreSavedChangedAndDeleted(t *testing.T) {
	c := open(t)
	c.exec("alter sequence saved_views_id_seq restart with 1")
	steps := func(steps []struct {
		what, who, path string
		form            url.Values
		status          int
		has             string
	}) {
		t.Helper()
		for _, s := range steps {
			a := c.post(s.who, s.path, s.form)
			if a.StatusCode != s.status || s.status == 303 && a.Header.Get("Location") != s.has || !strings.Contains(a.Header.Get("Location")+a.body, s.has) {
				t.Errorf("%s: %d %s %.400s", s.what, a.StatusCode, a.Header.Get("Location"), a.body)
			}
		}
	}
	type form = url.Values
	steps([]struct {
		what, who, path string
		form            url.Values
		status          int
		has             string
	}{
		{"save", "@moratti", "/views/", form{"name": {"Late"}, "query": {"gender=male&page=7&view=3&nope=1&email="}}, 303, "/users/?gender=male&view=1"},
		{"the same name", "@moratti", "/views/", form{"name": {"LATE"}, "query": {"q=a<b>"}}, 422, "There is a view of this name already."},
		{"what was typed stays", "@moratti", "/views/", form{"name": {" "}, "query": {"q=a<b>"}, "shared": {"true"}}, 422, `value="q=a%3Cb%3E"`},
		{"a name of control characters", "@moratti", "/views/", form{"name": {"a\x01b"}}, 422, "Control characters are not allowed."},
		{"a name too long", "@moratti", "/views/", form{"name": {strings.Repeat("x", 81)}}, 422, "at most 80 characters"},
		{"a query that nobody could open", "@moratti", "/views/", form{"name": {"x"}, "query": {"q=%00"}}, 422, "Null characters are not allowed."},
		{"a query too long", "@moratti", "/views/", form{"name": {"x"}, "query": {"q=" + strings.Repeat("x", 9000)}}, 422, "asks for too much at once"},
		{"a query that is none", "@moratti", "/views/1/", form{"query": {"%zz"}, "name": {""}}, 422, "Give the view a name."},
		{"rename and share", "@moratti", "/views/1/", form{"name": {"Later"}, "shared": {"true"}}, 303, "/users/?gender=male&view=1"},
		{"replace", "@keegan", "/views/1/", form{"query": {"is_staff=true&sort=-id"}}, 303, "/users/?is_staff=true&sort=-id&view=1"},
		{"rename to nothing", "@moratti", "/views/1/", form{"name": {""}}, 422, "Give the view a name."},
		{"unshare", "@moratti", "/views/1/", form{"name": {"Later"}}, 303, "/users/?is_staff=true&sort=-id&view=1"},
		{"change another's", "@keegan", "/views/1/", form{"name": {"x"}}, 404, ""},
		{"delete another's", "@keegan", "/views/1/delete/", form{}, 404, ""},
		{"change none", "@moratti", "/views/9/", form{"name": {"x"}}, 404, ""},
		{"save, signed out", "", "/views/", form{"name": {"x"}}, 303, "/login"},
		{"save, without 1222", "@sara", "/views/", form{"name": {"x"}}, 403, ""},
		{"delete", "@moratti", "/views/1/delete/", form{}, 303, "/views/"},
		{"delete again", "@moratti", "/views/1/delete/", form{}, 404, ""},
	})
	if n := c.number(`select count(*) from audit_entries where target_type = 'saved_views' and target_id = 1 and door = 'page' and request_id <> ''`); n != 5 {
		t.Errorf("%d audit entries, want 5", n)
	}
	c.exec("insert into saved_views (owner_id, name, query) select 2, 'v' || i, '' from generate_series(1, 100) i")
	if a := c.post("@moratti", "/views/", form{"name": {"one more"}}); a.StatusCode != 422 || !strings.Contains(a.body, "You keep 100 views, and more is not possible.") {
		t.Errorf("the 101st view: %d", a.StatusCode)
	}
}
