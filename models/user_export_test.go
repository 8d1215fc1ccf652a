package models_test

import (
	"errors"
	"testing"

	"roster/models"
)

// Who is changed while the list is given out may be missed; nobody comes twice, however few they are.
func TestNobodyIsExportedTwice(t *testing.T) {
	d := crowd(t)
	for _, q := range []models.UserQuery{
		{Sort: []string{"first_name"}},
		{Sort: []string{"-last_login"}, Search: "user1"},
		{Filters: filter(t, "gender", "female"), Sort: []string{"username"}},
	} {
		seen := map[int64]bool{}
		n := d.number(`select count(*) from users`)
		for u, err := range d.EachUser(t.Context(), q) {
			if err != nil {
				t.Fatal(err)
			}
			if seen[u.ID] {
				t.Fatalf("%+v: %d comes twice", q, u.ID)
			}
			if seen[u.ID] = true; len(seen)%700 == 0 { // somebody who stands before everybody else comes in
				n++
				d.exec(`insert into users (id, username, first_name, gender, last_login) select i, '0user1' || i, '0', 'female', now() + i * interval '1 day' from (select $1::bigint as i) n`, 20_000+n)
			}
		}
		if len(seen) < 1000 {
			t.Errorf("%+v gives %d people", q, len(seen))
		}
	}
}

// A list that takes too long is told from a database that does.
func TestTooBroadIsNotAway(t *testing.T) {
	d := inter(t)
	tx, err := d.db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.Exec("lock table users"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Users(t.Context(), models.UserQuery{Search: "masimo", Page: 1, Limit: 20}); !errors.Is(err, models.ErrTooBroad) {
		t.Errorf("the list says %v, want ErrTooBroad", err)
	}
}

func filter(t *testing.T, name, text string) []models.Filter {
	filters, faults := models.UserFilters(map[string][]string{name: {text}})
	if faults != nil {
		t.Fatal(faults)
	}
	return filters
}
