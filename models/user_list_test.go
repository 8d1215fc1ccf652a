package models_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"roster/models"
)

func TestUsersAreFoundByWhatWasTyped(t *testing.T) {
	d := inter(t)
	d.exec(`insert into users (id, username, first_name, last_name, email, mobile_number) values
		(10, 'zlatan', 'Zlatan', 'Müller', 'zm_100%@example.com', '+1-555-0156'),
		(11, 'ali.k', 'علي', 'كريمي', null, null)`)
	for typed, want := range map[string][]int64{
		"":                     {1, 2, 3, 10, 11},
		"keegan":               {1},
		"KEEGAN":               {1},
		"egan22":               {1},
		"masimo moratti":       {2},
		"moratti masimo":       {2}, // in any order
		"masimo keegan":        {},  // every word counts
		"intermilan":           {2},
		"3":                    {3}, // a whole id
		"۳":                    {3},
		"0915":                 {2},
		"0915 020 7212":        {2},
		"+98 915 020":          {2},
		"0098915":              {2},
		"۰۹۱۵۰۲۰":              {2},
		"(555) 0156":           {10},
		"پارسا":                {3},
		"حسینینژاد":            {3}, // without the joiner
		"حسيني":                {3}, // Arabic ye
		"علی کریمی":            {11},
		"muller":               {10},
		"mo":                   {2}, // a beginning
		"ra":                   {},  // two letters inside a word
		"100%":                 {10},
		"%":                    {},
		"_":                    {},
		`\`:                    {},
		"' or true --":         {},
		"---":                  {}, // nothing of a telephone number is left
		"( )":                  {},
		"\u200c":               {}, // nothing is left of it at all
		"\u0301 keegan":        {},
		"99999999999999999999": {},
	} {
		p, err := d.Users(t.Context(), models.UserQuery{Search: typed, Page: 1, Limit: 20})
		got := []int64{}
		for _, u := range p.Users {
			got = append(got, u.ID)
		}
		if err != nil || !slices.Equal(got, want) || p.Total != int64(len(want)) {
			t.Errorf("%q finds %v of %d, %v; want %v", typed, got, p.Total, err, want)
		}
	}
}

func TestUsersAreSortedAndPaged(t *testing.T) {
	d := open(t)
	d.exec(`insert into users (id, username, first_name, is_staff) select i, 'u' || (100 - i), case when i > 4 then 'x' end, i % 2 = 0 from generate_series(1, 9) i`)
	for _, row := range []struct {
		sort        string
		page, limit int
		want        string
	}{
		{"", 1, 4, "1 2 3 4"},
		{"", 2, 4, "5 6 7 8"},
		{"", 3, 4, "9"},
		{"", models.LastPage, 4, "9"},
		{"-id", 1, 3, "9 8 7"},
		{"username", 1, 3, "9 8 7"},
		{"is_staff,-id", 1, 6, "9 7 5 3 1 8"},
		{"first_name", 1, 6, "5 6 7 8 9 1"}, // Postgres puts null last
	} {
		p, err := d.Users(t.Context(), models.UserQuery{Sort: slices.DeleteFunc(strings.Split(row.sort, ","), func(s string) bool { return s == "" }), Page: row.page, Limit: row.limit})
		var got []string
		for _, u := range p.Users {
			got = append(got, fmt.Sprint(u.ID))
		}
		if err != nil || strings.Join(got, " ") != row.want || p.Total != 9 {
			t.Errorf("page %d of %d by %q is %v, %v; want %s", row.page, row.limit, row.sort, got, err, row.want)
		}
	}
	if _, err := d.Users(t.Context(), models.UserQuery{Page: 4, Limit: 4}); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the page past the last is %v, want ErrNotFound", err)
	}
	for _, sort := range []string{"nope", "--id", "password", "groups", "id desc", "u.id", "", "id,id"} {
		if _, err := d.Users(t.Context(), models.UserQuery{Sort: strings.Split(sort, ","), Page: 1, Limit: 4}); !isInvalid(err, "sort") {
			t.Errorf("sorting by %q is %v, want Invalid", sort, err)
		}
	}
}

func TestTheFirstPageOfNobodyExists(t *testing.T) {
	d := open(t)
	p, err := d.Users(t.Context(), models.UserQuery{Page: 1, Limit: 20})
	if err != nil || p.Total != 0 || len(p.Users) != 0 || p.Pages() != 1 {
		t.Errorf("%+v, %v", p, err)
	}
}

func isInvalid(err error, field string) bool {
	faults, ok := errors.AsType[models.Invalid](err)
	return ok && len(faults[field]) > 0
}
