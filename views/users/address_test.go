package users_test

import (
	"slices"
	"strings"
	"testing"

	"roster/views/users"
)

func TestAddressesOfListsAreInOneSpelling(t *testing.T) {
	for query, want := range map[string]string{
		"":                                     "/users/",
		"page=2&after=x&count=exact&utm=1":     "/users/",
		"gender=&q=+&email=%20":                "/users/",
		"gender=female&gender=male":            "/users/?gender=male",
		"groups=2&groups=1,3&groups=":          "/users/?groups=2,1,3",
		"groups=,":                             "/users/",
		"sort=-id&q=a b&is_staff=yes":          "/users/?sort=-id&q=a+b&is_staff=yes",
		"columns=nope":                         "/users/?columns=person,contact,status,level,groups,inviter,invitees,last_login,date_joined",
		"columns=id,person,id,email":           "/users/?columns=person,id,email",
		"limit=50&view=3":                      "/users/?limit=50&view=3",
		"id=x&password=y":                      "/users/?id=x&password=y",
		`attributes={"a":"b%26c"}`:             "/users/?attributes=%7B%22a%22%3A%22b%26c%22%7D",
		"q=<script>'%22":                       "/users/?q=%3Cscript%3E%27%22",
		"date_joined__date__gte=2026-01-05&x=": "/users/?date_joined__date__gte=2026-01-05",
	} {
		if got := users.ListAddress(query); got != want {
			t.Errorf("%s is %s, want %s", query, got, want)
		}
	}
	if got := users.Keep("view=3&page=2&sort=id&gender=male"); got != "sort=id&gender=male" {
		t.Errorf("a view keeps %s", got)
	}
}

func TestColumnsAreMoved(t *testing.T) {
	columns := []string{"person", "a", "b", "c"}
	for _, row := range []struct{ up, down, want string }{
		{"b", "", "person b a c"}, {"a", "", "person a b c"}, {"person", "", "person a b c"}, {"", "a", "person b a c"},
		{"", "c", "person a b c"}, {"", "person", "person a b c"}, {"nope", "nope", "person a b c"}, {"", "", "person a b c"},
	} {
		got := users.Moved(columns, row.up, row.down)
		if text := join(got); text != row.want || !slices.Equal(columns, []string{"person", "a", "b", "c"}) {
			t.Errorf("up %q, down %q: %s, want %s", row.up, row.down, text, row.want)
		}
	}
}

func join(words []string) string { return strings.Join(words, " ") }
