package models

import (
	"regexp"
	"strings"
	"testing"
)

var placeholder = regexp.MustCompile(`\$[0-9]+`)

// Whatever is typed stays an argument: the condition is made of our own words alone.
func FuzzSearchOf(f *testing.F) {
	for _, typed := range []string{"", "keegan", "0915 020 7212", "+98 915", "۰۹۱۵", "' or true --", "$1", "%", "99999999999999999999", "a\x00b"} {
		f.Add(typed)
	}
	ours := regexp.MustCompile(`^(true|\((u\.search like search_pattern\(\$[0-9]+\)|u\.id = \$[0-9]+| and | or )+\))$`)
	f.Fuzz(func(t *testing.T, typed string) {
		which, args := searchOf(typed)
		if !ours.MatchString(which) {
			t.Errorf("%q asks %s", typed, which)
		}
		if n := len(placeholder.FindAllString(which, -1)); n != len(args) {
			t.Errorf("%q has %d places for %d arguments", typed, n, len(args))
		}
	})
}

func FuzzOrderOf(f *testing.F) {
	for _, sort := range []string{"id", "-username,is_staff", "nope", "id desc", "--id"} {
		f.Add(sort)
	}
	columns := map[string]bool{"u.id": true}
	for _, field := range UserFields {
		columns[field.Column] = true
	}
	f.Fuzz(func(t *testing.T, sort string) {
		order, err := orderOf(strings.Split(sort, ","))
		if err != nil {
			return
		}
		for column := range strings.SplitSeq(order, ", ") {
			if !columns[strings.TrimSuffix(column, " desc")] {
				t.Errorf("%q orders by %q", sort, column)
			}
		}
	})
}
