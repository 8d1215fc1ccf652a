package handlers_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"roster/views/viewstest"
)

const (
	html     = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
	htmx     = "HX-Request: true"
	partial  = "HX-Request-Type: partial"
	notFound = `{"detail":"Not found."}`
	anyone   = `{"detail":"Authentication credentials were not provided."}`
	denied   = `{"detail":"You do not have permission to perform this action."}`
)

func TestPeopleRoutes(t *testing.T) {
	open(t).check([]row{
		{"the page", "@keegan", "", "/users/2/", []string{html}, 200, []string{"<!doctype html>", "masimo moratti", "Inter", "1001", "user_read", "Content-Type: text/html; charset=utf-8", "Cache-Control: no-store"}, []string{"<script>", "style="}},
		{"without the slash", "@moratti", "", "/users/2", []string{html}, 200, []string{"masimo moratti"}, nil},
		{"the JSON", "keegan", "", "/users/2/", nil, 200, []string{`{"attributes":{}`, `"pk":2`, `"groups":[1]`, "Content-Type: application/json\n", "Allow: GET, HEAD, OPTIONS"}, []string{"<"}},
		{"the JSON without the slash", "moratti", "", "/users/2", nil, 200, []string{`"username":"moratti120"`}, nil},
		{"everybody is found", "moratti", "", "/users/3/", nil, 200, []string{`"username":"Eve68"`}, nil},
		{"a session gives JSON too", "@keegan", "", "/users/2/", []string{"Accept: application/json"}, 200, []string{`"pk":2`}, nil},
		{"a token gives JSON to a browser too", "keegan", "", "/users/2/", []string{html}, 200, []string{`"pk":2`}, nil},
		{"signed out", "", "", "/users/2/?open=3", []string{html}, 303, []string{"Location: /login?next=%2Fusers%2F2%2F%3Fopen%3D3"}, []string{"moratti"}},
		{"signed out, part", "", "", "/users/?q=x", []string{htmx, partial, "HX-Target: section#people", "HX-Current-Url: http://www.example.com/users/?q=y"}, 401, []string{"Hx-Redirect: /login?next=%2Fusers%2F%3Fq%3Dx"}, []string{"moratti"}},
		{"signed out, a part of another page", "", "", "/users/3/invites/", []string{htmx, partial, "HX-Target: tr#row-3", "HX-Current-Url: http://www.example.com/users/2/"}, 401, []string{"Hx-Redirect: /login?next=%2Fusers%2F2%2F"}, nil},
		{"signed out, a part asked for by an address that is nowhere", "", "", "/users/3/invites/", []string{htmx, partial, "HX-Current-Url: http://evil.example.com/users/2/"}, 401, []string{"Hx-Redirect: /login\n"}, nil},
		{"signed out, JSON", "", "", "/users/2/", nil, 401, []string{anyone, "Www-Authenticate: Token\n"}, nil},
		{"missing, page", "@keegan", "", "/users/98765/", []string{html}, 404, []string{"<!doctype html>", "Not found", "Search for"}, nil},
		{"missing, JSON", "keegan", "", "/users/98765/", nil, 404, []string{notFound}, nil},
		{"neither staff nor admin", "eve", "", "/users/2/", nil, 403, []string{denied}, []string{"Www-Authenticate"}},
		{"staff without 1222", "sara", "", "/users/2/", nil, 403, []string{denied}, nil},
		{"staff without 1222, page", "@sara", "", "/users/2/", []string{html}, 403, []string{"user_read (1222)", "Sign out"}, []string{"moratti"}},
		{"another method", "keegan", "DELETE", "/users/2/", nil, 405, []string{`{"detail":"Method \"DELETE\" not allowed."}`, "Allow: GET, HEAD, OPTIONS"}, nil},
		{"another method, signed out", "", "DELETE", "/users/2/", nil, 401, []string{anyone}, nil},
		{"options", "keegan", "OPTIONS", "/users/2/", nil, 204, []string{"Allow: GET, HEAD, OPTIONS"}, nil},
		{"refused ones say what is allowed", "", "", "/users/2/", nil, 401, []string{"Allow: GET, HEAD, OPTIONS"}, nil},
		{"another form", "keegan", "", "/users/2/", []string{"Accept: application/xml"}, 406, []string{"Allow: GET, HEAD, OPTIONS", `{"detail":"Could not satisfy the request Accept header."}`}, nil},
		{"another form, signed out", "", "", "/users/2/", []string{"Accept: application/xml"}, 406, nil, nil},
		{"a form refused by its weight", "keegan", "", "/users/2/", []string{"Accept: application/json;q=0"}, 406, nil, nil},
		{"a range of forms", "keegan", "", "/users/2/", []string{"Accept: application/*;q=0.1"}, 200, []string{`"pk":2`}, nil},
	})
}

func TestListRoutes(t *testing.T) {
	c := open(t)
	c.exec("delete from users where id > 3 and username <> 'sara'")
	c.check([]row{
		{"the page", "@keegan", "", "/users/", []string{html}, 200, []string{"<!doctype html>", `id="people"`, "moratti120", "Eve68"}, nil},
		{"the part", "@keegan", "", "/users/?q=moratti", []string{htmx, partial, "HX-Target: section#people"}, 200, []string{`id="people"`, "moratti120", `data-live="1 user"`}, []string{"<!doctype", "Eve68"}},
		{"a part that is not there is the page", "@keegan", "", "/users/", []string{htmx, partial, "HX-Target: div#other"}, 200, []string{"<!doctype html>"}, nil},
		{"a boosted link is the page", "@keegan", "", "/users/", []string{htmx, "HX-Boosted: true", "HX-Target: section#people"}, 200, []string{"<!doctype html>"}, nil},
		{"history is the page", "@keegan", "", "/users/", []string{htmx, "HX-History-Restore-Request: true", "HX-Target: body"}, 200, []string{"<!doctype html>"}, nil},
		{"a search", "@keegan", "", "/users/?q=%D9%BE%D8%A7%D8%B1%D8%B3%D8%A7", []string{html}, 200, []string{"Eve68"}, []string{"moratti120"}},
		{"a search by id", "@keegan", "", "/users/?q=2", []string{html}, 200, []string{"moratti120"}, nil},
		{"a form's empty fields", "@keegan", "", "/users/?is_staff=&q=moratti&groups__isnull=", []string{html}, 303, []string{"Location: /users/?q=moratti\n"}, nil},
		{"nothing but empty fields", "@keegan", "", "/users/?is_staff=", []string{html}, 303, []string{"Location: /users/\n"}, nil},
		{"a program's empty fields", "keegan", "", "/users/?is_staff=&limit=1", nil, 200, []string{`"count":4`}, nil},
		{"nobody found", "@keegan", "", "/users/?q=zzz", []string{html}, 200, []string{"Nobody found for"}, nil},
		{"JSON", "moratti", "", "/users/?limit=2", nil, 200, []string{`{"count":4,"next":"http://www.example.com/users/?limit=2&page=2","previous":null,"results":[{`}, nil},
		{"the last page", "keegan", "", "/users/?limit=2&page=last", nil, 200, []string{`"next":null,"previous":"http://www.example.com/users/?limit=2"`, "Eve68"}, []string{"moratti120"}},
		{"sorted down", "keegan", "", "/users/?limit=1&sort=-username", nil, 200, []string{`"username":"sara"`}, []string{`"id":2,`}},
		{"sorted by two", "keegan", "", "/users?limit=1&sort=-is_staff,-id", nil, 200, []string{`"username":"sara"`}, nil},
		{"a limit above the most", "keegan", "", "/users/?limit=1000", nil, 200, []string{`"next":null`}, nil},
		{"a limit that is none", "keegan", "", "/users/?limit=abc", nil, 200, []string{`"count":4`}, nil},
		{"an empty page", "keegan", "", "/users/?page=", nil, 200, []string{`"count":4`}, nil},
		{"page 0", "keegan", "", "/users/?page=0", nil, 404, []string{`{"detail":"Invalid page."}`}, nil},
		{"page -1", "keegan", "", "/users/?page=-1", nil, 404, []string{`{"detail":"Invalid page."}`}, nil},
		{"page abc", "keegan", "", "/users/?page=abc", nil, 404, []string{`{"detail":"Invalid page."}`}, nil},
		{"past the last", "keegan", "", "/users/?page=99", nil, 404, []string{`{"detail":"Invalid page."}`}, nil},
		{"a page beyond int64", "keegan", "", "/users/?page=99999999999999999999", nil, 404, []string{`{"detail":"Invalid page."}`}, nil},
		{"past the last, on the page", "@keegan", "", "/users/?page=99", []string{html}, 404, []string{"Begin at the first page"}, nil},
		{"the last of two pages counts", "keegan", "", "/users/?page=99&page=1", nil, 200, []string{`"count":4`}, nil},
		{"a limit beyond int64", "keegan", "", "/users/?limit=99999999999999999999", nil, 200, []string{`"next":null`}, nil},
		{"an unknown sort", "keegan", "", "/users/?sort=nope", nil, 400, []string{`{"sort":["\"nope\" is not a field to sort by.`}, nil},
		{"a filter", "keegan", "", "/users/?is_staff=true&is_superuser=false&sort=-id", nil, 200, []string{`{"count":2,"next":null,"previous":null,"results":[{`, `"username":"sara"`, `"username":"moratti120"`}, []string{"keegan2255"}},
		{"a filter with an operator", "keegan", "", "/users/?id__in=1,2", nil, 200, []string{`"count":2`}, nil},
		{"an empty filter", "keegan", "", "/users/?gender=&email=+", nil, 200, []string{`"count":4`}, nil},
		{"of several values the last counts", "keegan", "", "/users/?id=1&id=2", nil, 200, []string{`"count":1`, `"id":2`}, nil},
		{"password", "keegan", "", "/users/?password=x", nil, 400, []string{`{"password":["Filtering by password is not supported."]}`}, nil},
		{"all that is wrong at once", "keegan", "", "/users/?id=x&gender=b&is_staff=maybe&date_of_birth=1.2.2003&modified_date__gt=soon&groups=1,a&attributes=[]", nil, 400, []string{
			`"id":["Enter a number."]`, `"gender":["Select a valid choice. b is not one of the available choices."]`, `"is_staff":["Must be a valid boolean."]`,
			`"date_of_birth":["Enter a valid date."]`, `"modified_date__gt":["Enter a valid date/time."]`, `"groups":["“a” is not a valid value."]`,
			`"attributes":["Expected a JSON object, such as {\"city\": \"Tehran\"}."]`}, nil},
		{"attributes that are no JSON", "keegan", "", "/users/?attributes={a}", nil, 400, []string{`{"attributes":["Value must be valid JSON."]}`}, nil},
		{"attributes that Postgres cannot hold", "keegan", "", `/users/?attributes={"a":"\u0000"}`, nil, 400, []string{`{"attributes":["Null characters are not allowed."]}`}, nil},
		{"a number that Postgres cannot hold", "keegan", "", `/users/?attributes={"a":1e999999}`, nil, 400, []string{`{"attributes":["`}, nil},
		{"half a character", "keegan", "", `/users/?attributes={"a":"\ud800"}`, nil, 400, []string{`{"attributes":["Value must be valid JSON."]}`}, nil},
		{"a bad filter on a page", "@keegan", "", "/users/?id=x&is_staff=true", []string{html}, 200, []string{"Enter a number."}, nil},
		{"a bad sort on a page", "@keegan", "", "/users/?sort=nope", []string{html}, 200, []string{"not a field to sort by"}, nil},
		{"an unknown parameter", "keegan", "", "/users/?utm=1", nil, 200, []string{`"count":4`}, nil},
		{"signed out", "", "", "/users/", nil, 401, []string{anyone}, nil},
		{"without 1222", "sara", "", "/users/", nil, 403, []string{denied}, nil},
		{"another method", "keegan", "POST", "/users/", nil, 405, []string{"Allow: GET, HEAD, OPTIONS"}, nil},
	})
}

func TestHamgamRoutes(t *testing.T) {
	c := open(t)
	c.check([]row{
		{"with the slash", "keegan", "", "/api/users/2/", nil, 200, []string{document(t, "001")}, nil},
		{"without the slash", "keegan", "", "/api/users/2", nil, 200, []string{document(t, "001")}, nil},
		{"to a browser", "@keegan", "", "/api/users/2", []string{html}, 200, []string{document(t, "001")}, nil},
		{"staff with 1222", "moratti", "", "/api/users/1", nil, 200, []string{`"username":"keegan2255"`}, nil},
		{"HEAD", "keegan", "HEAD", "/api/users/2", nil, 200, []string{"Content-Type: application/json\n"}, nil},
		{"neither staff nor admin is not found", "keegan", "", "/api/users/3", nil, 404, []string{notFound}, []string{"Eve"}},
		{"missing", "keegan", "", "/api/users/98765", nil, 404, []string{notFound}, nil},
		{"signed out", "", "", "/api/users/2", nil, 401, []string{anyone, "Www-Authenticate: Token\n"}, nil},
		{"signed out, at a browser", "", "", "/api/users/2", []string{html}, 401, []string{anyone}, nil},
		{"without 1222", "sara", "", "/api/users/2", nil, 403, []string{denied}, nil},
		{"not staff", "eve", "", "/api/users/2", nil, 403, []string{denied}, nil},
		{"another method", "keegan", "PUT", "/api/users/2", nil, 405, []string{`{"detail":"Method \"PUT\" not allowed."}`}, nil},
		{"another form", "keegan", "", "/api/users/2", []string{"Accept: text/html"}, 406, nil, nil},
		{"me", "keegan", "", "/api/users/me", nil, 200, []string{`{"id":1,"username":"keegan2255","mobile_number"`, `"groups":[`}, []string{"is_staff"}},
		{"me with the slash", "moratti", "", "/api/users/me/", nil, 200, []string{`{"id":2,`, `"groups":[1]`}, nil},
		{"me needs no code", "sara", "", "/api/users/me", nil, 200, []string{`"username":"sara"`}, nil},
		{"me is for staff", "eve", "", "/api/users/me", nil, 403, []string{denied}, nil},
		{"me, signed out", "", "", "/api/users/me", nil, 401, []string{anyone}, nil},
		{"me, another method", "keegan", "DELETE", "/api/users/me", nil, 405, nil, nil},
		{"an unknown path", "keegan", "", "/api/nothing", []string{html}, 404, []string{notFound, "Content-Type: application/json\n"}, nil},
		{"an unknown path below", "", "", "/api/users/2/nothing/", nil, 404, []string{notFound}, nil},
		{"two slashes", "keegan", "", "/api/users//2", nil, 404, []string{notFound}, nil},
		{"dots", "keegan", "", "/api/users/x/../2", nil, 404, []string{notFound}, nil},
	})
	u, err := c.store.UserByName(t.Context(), "alex_thompson")
	if err != nil {
		t.Fatal(err)
	}
	key, err := c.store.NewToken(t.Context(), u.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(document(t, "004"), `"id":42`, fmt.Sprintf(`"id":%d`, u.ID), 1)
	want = strings.Replace(want, "09:30:00.000000Z", "09:30:00Z", 1) // decision 8
	if got := c.ask("", "GET", "/api/users/me", "Authorization: Token "+key).body; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestAWXRoutes(t *testing.T) {
	const nobody = `{"detail":"Authentication credentials were not provided. To establish a login session, visit /api/login/."}`
	const missing = `{"detail":"No User matches the given query."}`
	c := open(t)
	c.exec("update users set username = 'a@b.+-_c' where id = 42")
	c.check([]row{
		{"an admin", "keegan", "", "/api/v2/users/2/", nil, 200, []string{`{"id":2,"type":"user","url":"/api/v2/users/2/","related":{"named_url":"/api/v2/users/moratti120/"`, `"password":"$encrypted$"`, "X-Api-Product-Name: AWX", "X-Api-Product-Version: 24.6.1"}, nil},
		{"without the slash", "keegan", "", "/api/v2/users/2", nil, 200, []string{`{"id":2,`}, nil},
		{"by name", "keegan", "", "/api/v2/users/moratti120/", nil, 200, []string{`{"id":2,`}, nil},
		{"by a name with signs", "keegan", "", "/api/v2/users/a%40b.[+]-_c/", nil, 200, []string{`{"id":42,`}, nil},
		{"by a name in other case", "keegan", "", "/api/v2/users/Moratti120/", nil, 404, []string{missing}, nil},
		{"the keyword Bearer", "", "", "/api/v2/users/2/", []string{"Authorization: Bearer " + c.keys["keegan"]}, 200, []string{`{"id":2,`}, nil},
		{"staff with 1222", "moratti", "", "/api/v2/users/3/", nil, 200, []string{`{"id":3,`, `{"edit":false,"delete":false}`}, nil},
		{"oneself", "eve", "", "/api/v2/users/3/", nil, 200, []string{`{"edit":true,"delete":false}`}, nil},
		{"a superuser", "eve", "", "/api/v2/users/1/", nil, 200, []string{`{"id":1,`}, nil},
		{"another", "eve", "", "/api/v2/users/2/", nil, 403, []string{denied}, nil},
		{"another by name", "eve", "", "/api/v2/users/moratti120/", nil, 404, []string{missing}, nil},
		{"nobody by name", "eve", "", "/api/v2/users/nobody/", nil, 404, []string{missing}, nil},
		{"nobody by id", "eve", "", "/api/v2/users/98765/", nil, 403, []string{denied}, nil},
		{"signed out", "", "", "/api/v2/users/2/", nil, 401, []string{nobody, "Www-Authenticate: Bearer realm=api authorization_url=/api/o/authorize/", "X-Api-Product-Name: AWX"}, []string{"X-Api-Product-Version"}},
		{"a wrong token", "", "", "/api/v2/users/98765/", []string{"Authorization: Bearer x"}, 401, []string{nobody}, nil},
		{"missing", "keegan", "", "/api/v2/users/98765/", nil, 404, []string{missing}, nil},
		{"an unknown parameter", "keegan", "", "/api/v2/users/2/?access_token=x", nil, 400, []string{`{"detail":"User has no field named 'access_token'"}`}, nil},
		{"the parameters that are there", "keegan", "", "/api/v2/users/2/?format=json&search=x", nil, 200, []string{`{"id":2,`}, nil},
		{"another method", "keegan", "POST", "/api/v2/users/2/", nil, 405, []string{`{"detail":"Method \"POST\" not allowed."}`}, nil},
		{"an unknown path", "keegan", "", "/api/v2/nothing/", nil, 404, []string{notFound}, nil},
	})
	c.exec("update users set is_auditor = true where id = 3")
	c.check([]row{{"an auditor", "eve", "", "/api/v2/users/2/", nil, 200, []string{`{"id":2,`, `{"edit":false,"delete":false}`}, nil}})
}

func TestInviteesRoutes(t *testing.T) {
	c := open(t)
	c.exec("insert into users (id, username, inviter_id) select i, 'u' || i, 2 from generate_series(101, 160) i")
	c.check([]row{
		{"the tree", "@keegan", "", "/users/2/invites/", []string{html}, 200, []string{"<!doctype html>", `role="treegrid"`, "u148", "?after=149", `aria-level="1"`, "Way from the root", "kevin keegan", `aria-current="page">Tree`}, []string{"u150"}},
		{"opened", "@keegan", "", "/users/1/invites/?open=2", []string{html}, 200, []string{`aria-expanded="true"`, `aria-level="2"`, "u148", "11 more"}, []string{"u150"}},
		{"the table", "@keegan", "", "/users/1/invites/?view=table", []string{html}, 200, []string{"moratti120", "u148", "view=table", "after=148", `aria-current="page">Table`}, []string{"u149", "treegrid"}},
		{"the table further", "@keegan", "", "/users/1/invites/?view=table&after=148", []string{html}, 200, []string{"u149", "u160", "From the first"}, []string{"u148<", ">Next"}},
		{"the table past the end", "@keegan", "", "/users/1/invites/?view=table&after=1", []string{html}, 200, []string{"Nobody further"}, nil},
		{"the map", "@keegan", "", "/users/1/invites/?view=map", []string{html}, 200, []string{"<svg", `href="/users/2/invites/"`, "masimo moratti: a branch of 61 people", `aria-current="page">Map`}, []string{"style="}},
		{"no such view", "@keegan", "", "/users/1/invites/?view=x", []string{html}, 400, []string{"tree, table and map"}, nil},
		{"JSON", "keegan", "", "/users/2/invites/", nil, 200, []string{`{"id":2,"username":"moratti120","full_name":"masimo moratti","depth":1,"path":[{"id":1,`, `"branch":{"size":61,`, `"invitees_count":61,"next":"http://www.example.com/users/2/invites/?after=149"`, `"username":"Eve68"`}, []string{"u150"}},
		{"JSON of everybody below", "keegan", "", "/users/1/invites/?view=table", nil, 200, []string{`"next":"http://www.example.com/users/1/invites/?after=148&view=table"`, `"inviter":2,"level":2,`}, nil},
		{"JSON past the end", "keegan", "", "/users/2/invites/?after=160", nil, 200, []string{`"next":null,"results":[]`}, nil},
		{"JSON of somebody who invited nobody", "keegan", "", "/users/3/invites/", nil, 200, []string{`"branch":{"size":0,"active":0,"verified":0,"deactivated":0,"levels":0,"last_joined":null}`, `"results":[]`}, nil},
		{"JSON, a bad place", "keegan", "", "/users/2/invites/?after=-1", nil, 400, []string{`{"after":["A valid integer is required."]}`}, nil},
		{"CSV", "keegan", "", "/users/1/invites/?format=csv", nil, 200, []string{"text/csv", `filename="branch-1.csv"`, "id,username,first_name,last_name,inviter,level", "2,moratti120,masimo,moratti,1,1,true,", "160,u160,,,2,2,true"}, nil},
		{"staff without 1222", "sara", "", "/users/2/invites/", nil, 403, []string{denied}, nil},
		{"signed out, JSON", "", "", "/users/2/invites/", nil, 401, []string{anyone}, nil},
		{"the part", "@keegan", "", "/users/2/invites/", []string{htmx, partial, "HX-Target: tr#row-2"}, 200, []string{"u148", "/users/2/invites/?after=149&amp;level=1"}, []string{"<!doctype", "<main"}},
		{"further", "@keegan", "", "/users/2/invites/?after=149", []string{htmx, partial, "HX-Target: tr#row-2-more"}, 200, []string{"u150", "u160"}, []string{"u148", "More"}},
		{"past the end", "@keegan", "", "/users/2/invites/?after=999", []string{html}, 200, []string{"Nobody further"}, nil},
		{"missing", "@keegan", "", "/users/98765/invites/", []string{html}, 404, nil, nil},
		{"missing, part", "@keegan", "", "/users/98765/invites/", []string{htmx, partial}, 404, []string{"Hx-Retarget: #notice"}, []string{"<!doctype"}},
		{"a bad place", "@keegan", "", "/users/2/invites/?after=x", []string{html}, 400, []string{"A valid integer is required."}, nil},
		{"opened without JavaScript", "@keegan", "", "/users/1/?open=2", []string{html}, 200, []string{`aria-expanded="true"`, "u148", "Eve68"}, nil},
		{"the last invitees went away between two clicks", "@keegan", "", "/users/2/invites/?after=9223372036854775807", []string{htmx, partial, "HX-Target: tr#row-2-more"}, 200, []string{"Nobody further"}, []string{"<!doctype"}},
		{"opened wrongly", "@keegan", "", "/users/1/?open=x", []string{html}, 400, nil, nil},
		{"opened twice", "@keegan", "", "/users/1/?open=2&open=2&open=1", []string{html}, 200, []string{"u148"}, []string{"u150"}},
		{"opened too often", "@keegan", "", "/users/1/?open=1" + strings.Repeat("&open=2", 30), []string{html}, 400, []string{"At most 20 branches"}, nil},
		{"signed out", "", "", "/users/2/invites/", []string{html}, 303, []string{"Location: /login?next="}, nil},
	})
	if n := c.number("select count(*) from audit_entries where action = 'users_exported' and target_id = 1"); n != 1 {
		t.Errorf("%d entries tell that the branch was exported", n)
	}
}

// Bad input gets a clear 4xx and never a 500 (issue: ids, broken UTF-8, long queries, double tokens).
func TestBadInput(t *testing.T) {
	c := open(t)
	var rows []row
	for _, id := range []string{"0", "-1", "abc", "9223372036854775808", "99999999999999999999999", "%00", "%D9%A3", "%FF", "1.0", "+1", "01", "1%20", "%202", "%2e%2e"} {
		for _, path := range []string{"/users/%s/", "/users/%s", "/api/users/%s", "/api/users/%s/", "/api/v2/users/%s/", "/users/%s/invites/"} {
			rows = append(rows, row{"a bad id", "keegan", "", strings.Replace(path, "%s", id, 1), []string{"Accept: application/json"}, 404, nil, []string{"panic"}})
		}
	}
	rows = slices.DeleteFunc(rows, func(r row) bool { return strings.Contains(r.path, "/v2/users/01/") })
	for _, query := range []string{"q=%FF", "q=%00", "%00=1", "q=%zz", "a;b", "q=%01", "q=%EF%BF%BD"} {
		rows = append(rows,
			row{"a bad query", "keegan", "", "/users/?" + query, nil, 400, []string{`{"detail":`}, nil},
			row{"a bad query, page", "@keegan", "", "/users/?" + query, []string{html}, 400, []string{"<!doctype html>"}, nil})
	}
	rows = append(rows,
		row{"a long query", "keegan", "", "/users/?q=" + strings.Repeat("x", 1<<20), nil, 414, []string{`{"detail":"The query is longer than 16 KiB."}`}, nil},
		row{"a query just short enough", "keegan", "", "/users/?q=" + strings.Repeat("x", 16000), nil, 200, nil, nil},
		row{"many words", "keegan", "", "/users/?q=" + strings.Repeat("x+", 8000), nil, 400, []string{`{"q":["`}, nil},
		row{"two tokens", "", "", "/users/2/", []string{"Authorization: Token " + c.keys["keegan"], "Authorization: Token " + c.keys["keegan"]}, 401, []string{"Www-Authenticate: Token\n"}, nil},
	)
	c.check(rows)
}

func TestTokenHeaders(t *testing.T) {
	c := open(t)
	key := c.keys["keegan"]
	cookie := "Cookie: " + c.session("keegan")
	c.check([]row{
		{"any case", "", "", "/api/users/2", []string{"Authorization: tOKEN " + key}, 200, nil, nil},
		{"Bearer", "", "", "/api/users/2", []string{"Authorization: Bearer " + key}, 200, nil, nil},
		{"unknown", "", "", "/api/users/2", []string{"Authorization: Token zzz"}, 401, []string{`{"detail":"Invalid token."}`, "Www-Authenticate: Token\n"}, nil},
		{"without a key", "", "", "/api/users/2", []string{"Authorization: Token"}, 401, []string{`{"detail":"Invalid token header. No credentials provided."}`}, nil},
		{"with spaces", "", "", "/api/users/2", []string{"Authorization: Token a b"}, 401, []string{`{"detail":"Invalid token header. Token string should not contain spaces."}`}, nil},
		{"with other bytes", "", "", "/api/users/2", []string{"Authorization: Token \xff\xfe"}, 401, []string{`{"detail":"Invalid token header. Token string should not contain invalid characters."}`}, nil},
		{"another scheme", "", "", "/api/users/2", []string{"Authorization: Basic eDp5"}, 401, []string{anyone}, nil},
		{"empty", "", "", "/api/users/2", []string{"Authorization: "}, 401, []string{anyone}, nil},
		{"bad beside a good cookie", "", "", "/users/2/", []string{"Authorization: Token zzz", cookie}, 401, nil, nil},
		{"bad beside a good cookie, at a browser", "", "", "/users/2/", []string{"Authorization: Token zzz", cookie, html}, 401, []string{`{"detail":"Invalid token."}`}, nil},
		{"a bad cookie", "", "", "/api/users/2", []string{"Cookie: roster=zzz"}, 401, []string{anyone}, nil},
		{"two cookies", "", "", "/api/users/2", []string{cookie + "; roster=zzz"}, 401, []string{anyone}, nil},
	})
	c.exec("update users set is_active = false where id = 1")
	c.check([]row{
		{"inactive", "keegan", "", "/api/users/2", nil, 401, []string{`{"detail":"User inactive or deleted."}`}, nil},
		{"inactive, session", "@keegan", "", "/users/2/", []string{html}, 303, []string{"Location: /login"}, nil},
	})
	c.exec("update users set is_active = true, is_admin = false, is_staff = false where id = 1")
	c.check([]row{
		{"demoted", "keegan", "", "/api/users/2", nil, 403, nil, nil},
		{"demoted, session", "@keegan", "", "/users/2/", []string{html}, 303, []string{"Location: /login"}, nil},
	})
}

// Opening somebody costs the same whoever it is.
func TestStatementsDoNotGrowWithRows(t *testing.T) {
	c := open(t)
	costs := func(who, path string, headers ...string) int64 {
		t.Helper()
		c.ask(who, "GET", path, headers...) // the first use of a token or a session in a while is noted: one statement more
		a := c.ask(who, "GET", path, headers...)
		if a.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d", path, a.StatusCode)
		}
		return a.statements
	}
	check := func() {
		t.Helper()
		c.ask("@keegan", "GET", "/users/2/invites/") // what was noted about branches is added up
		for _, row := range []struct {
			who, path string
			headers   []string
			want      int64
		}{
			{"@keegan", "/users/2/", []string{html}, 6},         // viewer, person, rights, path, head, invitees
			{"@keegan", "/users/2/?open=3", []string{html}, 6},  // the opened branches come with the first
			{"@keegan", "/users/2/invites/", []string{html}, 4}, // viewer, head, path, invitees
			{"@keegan", "/users/2/invites/?open=3&after=3", []string{html}, 4},
			{"@keegan", "/users/2/invites/?view=table", []string{html}, 4},
			{"@keegan", "/users/2/invites/?view=map", []string{html}, 4},
			{"keegan", "/users/2/invites/", nil, 4},
			{"@keegan", "/users/", []string{html}, 5}, // viewer, desk, count, ids, people
			{"@keegan", "/users/?groups=1&inviter=1&is_staff=1&view=7&sort=-email&page=1", []string{html}, 5},
			{"@keegan", "/users/?q=moratty", []string{html}, 4},    // viewer, desk, count, near misses
			{"@keegan", "/users/?q=moratti", []string{html}, 5},    // viewer, desk, count, ids, people; one less where the count was not known
			{"@keegan", "/users/2/peek/", []string{html}, 3},       // viewer, person, rights
			{"@keegan", "/users/filters/", []string{html}, 2},      // viewer, groups and permissions
			{"@keegan", "/users/columns/", []string{html}, 2},      // viewer, preferences
			{"@keegan", "/views/", []string{html}, 2},              // viewer, views
			{"@keegan", "/views/new/?groups=1", []string{html}, 2}, // viewer, names
			{"@keegan", "/invitations/", []string{html}, 3},        // viewer, counts, invitations
			{"@keegan", "/invitations/?state=pending&inviter=2&q=example&after=999", []string{html}, 3},
			{"@keegan", "/invitations/1/", []string{html}, 3},           // viewer, invitation with who joined, freeze
			{"@keegan", "/invitations/new/", []string{html}, 2},         // viewer, groups
			{"@keegan", "/invitations/leaderboard/", []string{html}, 2}, // viewer, inviters
			{"@keegan", "/invitations/signals/", []string{html}, 4},     // viewer, bursts, tries, branches
			{"@keegan", "/users/1/invites/signals/", []string{html}, 4}, // viewer, what it is measured by, tries, chain: of few siblings no more
			{"@keegan", "/users/1/invites/signals/burst/", []string{html}, 2},
			{"@keegan", "/users/2/invites/act/", []string{html}, 4}, // viewer, person, branch, freeze
			{"@keegan", "/jobs/", []string{html}, 3},                // viewer, counts, jobs
			{"@keegan", "/jobs/1/", []string{html}, 6},              // viewer, job, sample; the two ways and the branches of a move
			{"@keegan", "/jobs/2/", []string{html}, 4},              // viewer, job, sample; what a freeze closes
			{"@keegan", "/jobs/3/", []string{html}, 4},              // viewer, job, sample, and who was not changed
			{"keegan", "/jobs/1/", nil, 3},
			{"keegan", "/invitations/?limit=100", nil, 3},
			{"keegan", "/invitations/?format=csv", nil, 4}, // the first page once more, to begin the file with
			{"keegan", "/users/", nil, 4},
			{"keegan", "/users/?is_staff=true&gender=male&sort=-last_login", nil, 4},
			{"keegan", "/users/?q=a&sort=username", nil, 4},     // viewer, count unless it is known, ids, people
			{"keegan", "/users/?id__lte=3&format=csv", nil, 10}, // viewer, count, ids, people; count, the audit entry in its transaction, ids, people
			{"keegan", "/api/users/?is_active=true", nil, 4},
			{"keegan", "/users/2/", nil, 1}, // the viewer and the person
			{"keegan", "/api/users/2", nil, 1},
			{"keegan", "/api/users/me", nil, 1},
			{"keegan", "/api/v2/users/2/", nil, 2}, // viewer, person
		} {
			if got := costs(row.who, row.path, row.headers...); got != row.want {
				t.Errorf("%s as %s costs %d statements, want %d", row.path, row.who, got, row.want)
			}
		}
	}
	c.exec("insert into invitations (inviter_id, email, quota, prefix, hash, expires_at) values (2, 'new@example.com', 1, 'x', sha256('1'), '2100-01-01')")
	c.exec(`insert into jobs (kind, about, state, fingerprint, actor_id, door, found, skipped) values ('move', '{"UserID": 3, "InviterID": 1}', 'ready', 1, 1, 'page', 1, 0),
		('freeze', '{"UserID": 2, "Reason": "x"}', 'ready', 1, 1, 'page', 1, 0), ('deactivate', '{"UserID": 2}', 'done', 1, 1, 'page', 2, 1)`)
	c.exec("insert into job_rows (job_id, user_id, seq, state, version) values (1, 3, 1, 'waiting', 1), (2, 2, 1, 'waiting', 1), (3, 2, 1, 'skipped', 1)")
	check()
	c.exec("insert into invitations (inviter_id, quota, prefix, hash, expires_at, revoked_at) select 2, 9, 'x', sha256(('y' || i)::bytea), '2100-01-01', now() from generate_series(1, 300) i")
	c.exec("insert into users (username, inviter_id) select 'many' || i, 2 from generate_series(1, 2000) i")
	c.exec("insert into job_rows (job_id, user_id, seq, state, version) select 3, id, id, 'skipped', 1 from users where id > 10")
	c.exec("insert into groups (name) select 'team' || i from generate_series(1, 200) i")
	c.exec("insert into user_groups (user_id, group_id) select 2, id from groups where name like 'team%'")
	c.exec("insert into permissions (code, name) select 90000 + i, 'right' || i from generate_series(1, 300) i")
	c.exec("insert into user_permissions (user_id, permission_id) select 2, id from permissions where name like 'right%'")
	check()
	if all, rows := costs("@keegan", "/users/2/invites/signals/", html), costs("@keegan", "/users/2/invites/signals/burst/", html); all != 7 || rows != 4 {
		t.Errorf("signals cost %d statements and the rows behind one %d", all, rows) // with bursts, numbers, e-mail addresses; the rows
	}
	if a := c.ask("@keegan", "GET", "/users/2/", html); !strings.Contains(a.body, "2,001 people") || strings.Contains(a.body, "many60<") {
		t.Error("the page shows another number of invitees, or more than the first")
	}
}

// document is the example of a document, as it is sent.
func document(t *testing.T, number string) string {
	t.Helper()
	return viewstest.Document(t, "../views/users/testdata", number)
}
