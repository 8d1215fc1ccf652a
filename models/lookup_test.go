package models_test

import (
	"slices"
	"strings"
	"testing"
)

func TestLookupFindsWhomEachTextNames(t *testing.T) {
	d := inter(t)
	d.exec(`update users set invite_code = 'egiZXBO' where id = 2`)
	d.exec(`insert into users (id, username, first_name, last_name) values (10, '3', null, null), (11, 'twin1', 'Ali', 'Karimi'), (12, 'twin2', 'علي', 'كريمي'), (13, 'twin3', 'علی', 'کریمی')`)
	want := map[string][]int64{
		"1": {1}, "۱": {1}, "MORATTI120": {2}, "Kevin@Example.com": {1}, "+98 915 020 7212": {2}, "۰۹۱۵۰۲۰۷۲۱۲": {2}, "egiZXBO": {2},
		"egizxbo": nil, "3": {3, 10}, "masimo moratti": {2}, "Masimo Moratti": {2}, "moratti masimo": nil, "علی کریمی": {12, 13}, "ali karimi": {11},
		"nobody": nil, "99999999999999999999": nil, "%": nil, "masimo mor_tti": nil, "'": nil, `{"a",b}`: nil, "پارسا حسینی نژاد": nil, "پارسا حسینینژاد": {3},
	}
	var texts []string
	for text := range want {
		texts = append(texts, text, "  "+strings.ReplaceAll(text, " ", " \t ")+"\t")
	}
	matches, err := d.Lookup(t.Context(), append(texts, "", " "))
	if err != nil || len(matches) != len(want) {
		t.Fatalf("%d matches, %v; want %d", len(matches), err, len(want))
	}
	for i, m := range matches {
		if m.Text != texts[2*i] {
			t.Errorf("the text at %d is %q, want %q", i, m.Text, texts[2*i])
		}
		var ids []int64
		for _, p := range m.People {
			ids = append(ids, p.ID)
		}
		if !slices.Equal(ids, want[m.Text]) {
			t.Errorf("%q names %v, want %v", m.Text, ids, want[m.Text])
		}
	}
}

func TestLookupDoesNotListEveryNamesake(t *testing.T) {
	d := open(t)
	d.exec(`insert into users (username, first_name, last_name) select 'a' || i, 'Ali', 'Rezaei' from generate_series(1, 50) i`)
	matches, err := d.Lookup(t.Context(), []string{"Ali Rezaei"})
	if err != nil || len(matches) != 1 || len(matches[0].People) != 6 {
		t.Errorf("%+v, %v", matches, err)
	}
	if matches, err := d.Lookup(t.Context(), nil); err != nil || len(matches) != 0 {
		t.Errorf("nothing finds %v, %v", matches, err)
	}
}
