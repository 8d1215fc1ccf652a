package models

import (
	"regexp"
	"strings"
	"testing"
)

// Whatever is typed stays an argument: the conditions are made of our own words alone.
func FuzzSearchOf(f *testing.F) {
	for _, typed := range []string{"", "keegan", "Keegan Reza", "0915 020 7212", "+98 915", "۰۹۱۵", "' or true --", "?", "%", "99999999999999999999", "a\x00b"} {
		f.Add(typed)
	}
	ours := regexp.MustCompile(`^(true|u\.search like (\?|search_pattern\(\?\)|\(select search_pattern\(\?\)\)|all \(search_patterns\(\?\)\)|all \(\(select search_patterns\(\?\)\)::text\[\]\))|lower\(u\.(username|email)\) = lower\(\? collate "C"\)|u\.(id|invite_code) = \?|mobile_key\(u\.mobile_number\) = mobile_key\(\?\)| and | or |case when | then true else false end|[()])+$`)
	some := &grams{people: 1e6, having: map[string][]int16{}}
	some.add(0, "keegan keegan@example.com 09150207212")
	some.add(1, "reza ali")
	f.Fuzz(func(t *testing.T, typed string) {
		s, err := searchOf(typed)
		if err != nil {
			return
		}
		for _, c := range []condition{s.keys(nil, true), s.keys(nil, false), s.keys(some, true), s.passes(true), s.passes(false), exactly(typed)} {
			if !ours.MatchString(c.sql) {
				t.Errorf("%q asks %s", typed, c.sql)
			}
			if n := strings.Count(c.sql, "?"); n != len(c.args) {
				t.Errorf("%q has %d places for %d arguments", typed, n, len(c.args))
			}
		}
	})
}

func FuzzUserOrder(f *testing.F) {
	for _, sort := range []string{"id", "-username,is_staff", "nope", "id desc", "--id"} {
		f.Add(sort, "2.ab1.7")
	}
	ours := map[string]bool{}
	for _, field := range UserFields {
		ours[field.order] = true
	}
	f.Fuzz(func(t *testing.T, sort, place string) {
		order, err := newUserOrder(strings.Split(sort, ","))
		if err != nil {
			return
		}
		for by := range strings.SplitSeq(order.sql(), ", ") {
			if !ours[strings.TrimSuffix(by, " desc")] {
				t.Errorf("%q orders by %q", sort, by)
			}
		}
		texts, err := readPlace(place)
		if err != nil {
			return
		}
		if writePlace(texts) != place {
			t.Skip() // a length may have zeros before it
		}
		stretches, err := order.beyond(texts)
		if err != nil {
			return
		}
		for _, c := range stretches {
			if n := strings.Count(c.sql, "?"); n != len(c.args) {
				t.Errorf("%q has %d places for %d arguments", c.sql, n, len(c.args))
			}
		}
	})
}
