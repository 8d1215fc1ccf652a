package handlers_test

import (
	"fmt"
	"net/http"
	"testing"
)

// mostBytes is how long a page may be, however large or broken the forest is (SECURITY, Invites).
const mostBytes = 1 << 20

// A chain as deep, an inviter of as many, and a ring as no directory should hold: every page is there, and short.
func TestTheForestAtItsWorst(t *testing.T) {
	if testing.Short() {
		t.Skip("adds 300,000 people")
	}
	t.Parallel()
	c := open(t)
	add := func(n int, row string) {
		for from := 0; from < n; from += 10_000 {
			c.exec(fmt.Sprintf("insert into users (id, username, inviter_id) select %s from generate_series(%d, %d) i", row, from, min(from+10_000, n)-1))
		}
	}
	add(100_000, "1000001 + i, 'chain' || i, case i when 0 then 1 else 1000000 + i end")
	add(200_001, "2000000 + i, 'leaf' || i, case i when 0 then 1050000 else 2000000 end")
	add(1000, "3000001 + i, 'ring' || i, case i when 0 then null else 3000000 + i end")
	c.exec("analyze users")
	if err := c.store.SettleBranches(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.exec("alter table users disable trigger user")
	c.exec("update users set inviter_id = 3001000 where id = 3000001")
	c.exec("alter table users enable trigger user")
	for _, id := range []string{"1", "1000001", "1050000", "1099999", "1100000", "2000000", "2000077", "3000001", "3000500", "3001000"} {
		for _, path := range []string{"/", "/peek/", "/invites/", "/invites/?view=table", "/invites/?view=map", "/invites/signals/", "/invites/act/"} {
			a := c.ask("@keegan", "GET", "/users/"+id+path, html)
			if a.StatusCode != http.StatusOK || len(a.body) > mostBytes {
				t.Errorf("/users/%s%s: %d, %d bytes", id, path, a.StatusCode, len(a.body))
			}
		}
		for _, path := range []string{"/users/" + id + "/", "/api/v2/users/" + id + "/", "/users/" + id + "/invites/", "/users/" + id + "/invites/?view=table"} {
			if a := c.ask("keegan", "GET", path); a.StatusCode != http.StatusOK || len(a.body) > mostBytes {
				t.Errorf("%s: %d, %d bytes", path, a.StatusCode, len(a.body))
			}
		}
	}
	if size := c.number("select size from branches where user_id = 1"); size != 300_003 {
		t.Errorf("the branch of all comes to %d", size)
	}
	// Somebody who joins at the end of the chain counts for everybody above.
	c.exec("insert into users (id, username, inviter_id) values (1100001, 'last', 1100000)")
	if err := c.store.SettleBranches(t.Context()); err != nil {
		t.Fatal(err)
	}
	if size, levels := c.number("select size from branches where user_id = 1"), c.number("select levels from branches where user_id = 1"); size != 300_004 || levels != 100_001 {
		t.Errorf("the branch of all comes to %d people and %d levels", size, levels)
	}
}
