package handlers_test

import (
	"encoding/csv"
	"strings"
	"testing"
)

func TestCSVRoutes(t *testing.T) {
	c := open(t)
	c.exec(`update users set first_name = '=1+1', last_name = '@x', mobile_number = '+1 555 0199', attributes = '{"a": "b,\"c\""}' where id = 3`)
	const asCSV = "Accept: text/csv"
	c.check([]row{
		{"by header", "keegan", "", "/users/", []string{asCSV}, 200, []string{"Content-Type: text/csv; charset=utf-8; header=present\n", `Content-Disposition: attachment; filename="users.csv"`, "moratti120", "Cache-Control: no-store"}, []string{"<"}},
		{"by address", "@keegan", "", "/users/?format=csv", []string{html}, 200, []string{"moratti120", "'=1+1", "'@x", "'+1 555 0199"}, []string{"<!doctype", "\ufeff"}},
		{"with a mark of its alphabet", "keegan", "", "/users/?format=csv&bom=1", nil, 200, []string{"\ufeffattributes,"}, nil},
		{"what the list shows", "keegan", "", "/users/?format=csv&id__lte=3&sort=-id", nil, 200, []string{",Eve68,", "keegan2255"}, []string{"sara"}},
		{"in columns", "keegan", "", "/users/?format=csv&id=2&columns=person,status,phone,nope", nil, 200, []string{"id,username,first_name,last_name,is_active", ",phone\r\n2,moratti120,masimo,moratti,true"}, []string{"nope", "gender"}},
		{"nobody", "keegan", "", "/users/?format=csv&id=98765", nil, 200, []string{"attributes,"}, []string{"keegan2255"}},
		{"a bad filter", "keegan", "", "/users/?format=csv&id=x", nil, 400, []string{`{"id":["Enter a number."]}`, "Content-Type: application/json\n"}, []string{"Content-Disposition"}},
		{"HEAD", "keegan", "HEAD", "/users/", []string{asCSV}, 200, []string{"Content-Type: text/csv; charset=utf-8; header=present\n"}, nil},
		{"signed out", "", "", "/users/", []string{asCSV}, 401, []string{anyone}, nil},
		{"signed out, at a browser", "", "", "/users/?format=csv", []string{html}, 303, []string{"Location: /login?next="}, nil},
		{"without 1222", "sara", "", "/users/?format=csv", nil, 403, []string{denied}, nil},
		{"where there is none", "keegan", "", "/users/2/?format=csv", nil, 404, []string{notFound}, nil},
	})
	rows, err := csv.NewReader(strings.NewReader(c.ask("keegan", "GET", "/users/?id__lte=3&format=csv&sort=id").body)).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	eve := map[string]string{}
	for i, name := range rows[0] {
		eve[name] = rows[3][i]
	}
	for name, want := range map[string]string{"id": "3", "username": "Eve68", "attributes": `{"a": "b,\"c\""}`, "inviter": "2", "is_staff": "false"} {
		if eve[name] != want {
			t.Errorf("%s is %q, want %q", name, eve[name], want)
		}
	}
}

// Whoever takes the directory with them is remembered, with what they asked for.
func TestExportsAreAudited(t *testing.T) {
	c := open(t)
	before := c.number(`select count(*) from audit_entries`)
	c.ask("keegan", "GET", "/users/?format=csv&is_staff=true&q=a")
	if n := c.number(`select count(*) from audit_entries where action = 'users_exported' and actor_id = 1 and door = 'api'
		and changes -> 'is_staff' ->> 'now' = 'true' and changes -> 'q' ->> 'now' = 'a' and changes ? 'count'`); n != 1 {
		t.Errorf("%d entries of %d say so", n, c.number(`select count(*) from audit_entries`)-before)
	}
}
