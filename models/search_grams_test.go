package models_test

import (
	"testing"

	"roster/models"
)

// What a search looks up by a few characters is spelled in Go, what it is compared with in SQL: they agree on every
// character of which Go claims to know.
func TestPlainCharactersAreFoldedAsInSQL(t *testing.T) {
	d := open(t)
	rows, err := d.db.Query(`select 'a' || chr(c) || 'b', fold('a' || chr(c) || 'b') from generate_series(1, 65535) c where c not between 55296 and 57343`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	plain := 0
	for rows.Next() {
		var word, folded string
		if err := rows.Scan(&word, &folded); err != nil {
			t.Fatal(err)
		}
		text, ok := models.Plainly(word)
		if !ok {
			continue
		}
		plain++
		if text != folded {
			t.Errorf("%q is %q, and %q in SQL", word, text, folded)
		}
	}
	if err := rows.Err(); err != nil || plain < 110 {
		t.Errorf("%d plain characters: %v", plain, err)
	}
}
