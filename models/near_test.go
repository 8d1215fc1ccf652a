package models_test

import (
	"fmt"
	"testing"

	"roster/models"
)

// Who finds nobody is told whom they may have meant, among those whom the filters leave.
func TestNearMisses(t *testing.T) {
	d := open(t)
	d.exec(`insert into users (id, username, first_name, last_name, email, is_active) values
		(1, 'keegan2255', 'Kevin', 'Keegan', null, true), (2, 'moratti120', 'Masimo', 'Moratti', 'masimo@intermilan.com', true),
		(3, 'Eve68', 'پارسا', 'حسینی‌نژاد', null, true), (4, 'moratti121', 'Masimo', 'Moratti', null, false)`)
	near := func(q models.UserQuery) (names []string) {
		t.Helper()
		people, err := d.Near(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range people {
			names = append(names, p.Username)
		}
		return names
	}
	active, _ := models.UserFilters(map[string][]string{"is_active": {"true"}})
	for _, row := range []struct {
		q    models.UserQuery
		want string
	}{
		{models.UserQuery{Search: "morati"}, "[moratti120 moratti121]"},
		{models.UserQuery{Search: "Massimo Moratti"}, "[moratti120 moratti121]"},
		{models.UserQuery{Search: "morati", Filters: active}, "[moratti120]"},
		{models.UserQuery{Search: "keeegan"}, "[keegan2255]"},
		{models.UserQuery{Search: "حسیني نژاد"}, "[Eve68]"},
		{models.UserQuery{Search: "zzzz"}, "[]"},
		{models.UserQuery{Search: "'%\\"}, "[]"},
	} {
		if got := fmt.Sprint(near(row.q)); got != row.want {
			t.Errorf("near %q: %s, want %s", row.q.Search, got, row.want)
		}
	}
}
