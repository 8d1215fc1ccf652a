package users

import (
	"net/url"
	"strings"
	"testing"

	"roster/models"
	"roster/views/layout"
)

// Every comparison of every field is said in words, and names take the place of ids.
func TestFiltersInWords(t *testing.T) {
	d := models.Desk{Groups: models.Groups{{ID: 1, Name: "Inter"}, {ID: 2, Name: "Club"}}, Permissions: models.Permissions{{ID: 8, Code: 1222, Name: "user_read"}},
		People: models.People{{ID: 1, FirstName: "kevin", LastName: "keegan"}}}
	for query, want := range map[string]string{
		"gender=female":                        "Gender is female",
		"gender__isnull=yes":                   "Gender: unknown",
		"email__isnull=false":                  "E-mail: known",
		"is_active=on":                         "Active: yes",
		"is_active=off":                        "Active: no",
		"sms_allowed=0":                        "SMS allowed: no",
		"groups=1,2":                           "Group is Inter or Club",
		"groups=2,99":                          "Group is Club or #99",
		"groups=99999999999999999999":          "Group is 99999999999999999999",
		"groups__isnull=true":                  "Group: none",
		"user_permissions=8":                   "Permission is user_read",
		"inviter=1":                            "Invited by kevin keegan",
		"inviter__gt=7":                        "Invited by is more than 7",
		"inviter__isnull=t":                    "Invited by: nobody",
		"last_login__isnull=1":                 "Last login: never",
		"id__in=3,1":                           "Id is one of 3,1",
		"id__lte=7":                            "Id is at most 7",
		"modified_date__date__gte=2026-01-05":  "Changed on or after 2026-01-05",
		"modified_date__gte=2026-01-05":        "Changed on or after 2026-01-05",
		"modified_date__gte=2026-01-05T10:00Z": "Changed from 2026-01-05T10:00Z",
		"date_of_birth__lt=1990-01-01":         "Date of birth before 1990-01-01",
		"date_joined__date=2026-01-05":         "Joined on 2026-01-05",
		`attributes={"a":1}`:                   `Attributes holds {"a":1}`,
	} {
		values, _ := url.ParseQuery(query)
		found, faults := models.UserFilters(values)
		if len(found) != 1 || faults != nil {
			t.Fatalf("%s: %v %v", query, found, faults)
		}
		if what, value := inWords(d, found[0]); what+" "+value != want {
			t.Errorf("%s is “%s %s”, want “%s”", query, what, value, want)
		}
	}
	for name, f := range filters {
		if what, _ := inWords(d, f); f.Field.Name != "password" && (what == "" || strings.HasSuffix(what, f.Field.Label) && f.Field.Name != "inviter") {
			t.Errorf("%s is “%s”", name, what)
		}
	}
}

// Every field can be filtered by in the panel, and every column has fields that a CSV can have.
func TestPanelAndColumnsHaveEveryField(t *testing.T) {
	seen := map[string]int{}
	for _, a := range (&Panel{Asked: AskedOf("id=3&gender=male")}).areas() {
		for _, name := range a.fields {
			seen[name]++
		}
	}
	for _, f := range models.UserFields {
		if want := map[string]int{"pk": 0, "password": 0}; seen[f.Name] != 1 && want[f.Name] != seen[f.Name] {
			t.Errorf("the panel has %s %d times", f.Name, seen[f.Name])
		}
	}
	for _, c := range columns {
		for _, name := range columnFields(c.name) {
			if _, ok := csvField(name); !ok {
				t.Errorf("the column %s has no field %s", c.name, name)
			}
		}
		if f, ok := models.UserFieldNamed(c.sort); c.sort != "" && (!ok || !f.CanSort()) {
			t.Errorf("the column %s cannot be sorted by %s", c.name, c.sort)
		}
	}
	for _, name := range usual {
		if _, ok := columnNamed(name); !ok {
			t.Errorf("there is no column %s", name)
		}
	}
}

func TestWhatIsTakenAlongIsWhole(t *testing.T) {
	ctx := layout.With(t.Context(), &layout.Frame{Origin: "https://roster.example.com"})
	l := &Listing{Asked: AskedOf("q=o'neil&gender=male&view=4"), Columns: []string{whoColumn, "email"}}
	l.Query = models.UserQuery{Page: 3, Limit: 50, After: "2.42"}
	for what, row := range map[string]struct{ got, want string }{
		"link": {l.link(ctx), "https://roster.example.com/users/?q=o%27neil&gender=male&view=4&columns=person,email&limit=50&page=3&after=2.42"},
		"curl": {l.curl(ctx), `curl -H "Authorization: Token $ROSTER_TOKEN" 'https://roster.example.com/users/?q=o%27neil&gender=male&limit=50&page=3'`},
		"JSON": {l.as("json"), "/users/?q=o%27neil&gender=male&limit=50&page=3&format=json"},
		"CSV":  {l.as("csv"), "/users/?q=o%27neil&gender=male&columns=person,email&format=csv"},
	} {
		if row.got != row.want {
			t.Errorf("%s\n got %s\nwant %s", what, row.got, row.want)
		}
	}
	if got := quoted(`a'b $x`); got != `'a'\''b $x'` {
		t.Errorf("a shell reads %s", got)
	}
}
