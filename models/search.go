package models

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// maxWords is how many words a search may have.
const maxWords = 20

var phoneLike = regexp.MustCompile(`^\+?[\p{Nd}\s().-]{3,}$`)

// search is what somebody typed to find people by: each of its words must be found. A telephone number may be spelled
// with spaces; it is found as a whole, too.
type search struct {
	ways [][]string // to be found in one of these ways, by all the words of it
}

func searchOf(typed string) (search, error) {
	words := strings.Fields(typed)
	if len(words) > maxWords {
		return search{}, Invalid{"q": {fmt.Sprintf("Search for at most %d words at once.", maxWords)}}
	}
	s := search{[][]string{words}}
	if digits := phoneDigits(typed); phoneLike.MatchString(typed) && len(digits) >= 3 && asciiDigits(typed) != digits {
		s.ways = append(s.ways, []string{digits})
	}
	return s, nil
}

// keys is what to ask the index for: whom the search finds fulfils it, and maybe others do. The index has every three
// characters, and those that are known to be few lead to the people sooner than all of them would. steady is for a
// query that stays prepared: there, a function of what was typed is called by a select of its own, not for each row.
func (s search) keys(known *grams, steady bool) condition {
	var ways []condition
	for _, words := range s.ways {
		var sought []condition
		for _, key := range known.keys(words) {
			sought = append(sought, where("u.search like ?", "%"+key+"%"))
		}
		if len(sought) == 0 {
			for _, word := range words {
				sought = append(sought, where("u.search like "+once("search_pattern(?)", "", steady), word))
			}
		}
		ways = append(ways, all(sought...))
	}
	return anyOf(ways...)
}

// about is how many people the search finds, give or take; 0 where that is not known.
func (s search) about(known *grams) (n float64) {
	for _, words := range s.ways {
		n += known.about(words)
	}
	return n
}

// passes is the search as it is asked of people who are looked at one after the other.
func (s search) passes(steady bool) condition {
	var ways []condition
	for _, words := range s.ways {
		ways = append(ways, where("u.search like all ("+once("search_patterns(?)", "::text[]", steady)+")", textArray(words)))
	}
	return anyOf(ways...).unindexed()
}

// once spells the call of a function so that a steady query makes it once.
func once(call, cast string, steady bool) string {
	if steady {
		return "(select " + call + ")" + cast
	}
	return call
}

// exactly is the condition under which what was typed is somebody's whole id, username, e-mail address, mobile number
// or invite code.
func exactly(typed string) condition {
	typed = strings.TrimSpace(typed)
	is := []condition{where(`lower(u.username) = lower(? collate "C")`, typed)}
	if id, err := strconv.ParseInt(asciiDigits(typed), 10, 64); err == nil {
		is = append(is, where("u.id = ?", id))
	}
	if strings.Contains(typed, "@") {
		is = append(is, where(`lower(u.email) = lower(? collate "C")`, typed))
	}
	if phoneLike.MatchString(typed) {
		is = append(is, where("mobile_key(u.mobile_number) = mobile_key(?)", typed))
	}
	if !strings.ContainsAny(typed, " \t\n") {
		is = append(is, where("u.invite_code = ?", typed))
	}
	return anyOf(is...)
}

// legible says whether a text has a letter or a digit. What has none is no name, and the index knows no way to it.
func legible(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// phoneDigits keeps the digits of a telephone number that may be cut short anywhere, in the national form that
// mobile_key gives whole numbers.
func phoneDigits(typed string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, asciiDigits(typed))
	for _, country := range []string{"+98", "0098"} {
		if rest, ok := strings.CutPrefix(digits, country); ok {
			return "0" + rest
		}
	}
	return strings.TrimPrefix(digits, "+")
}

// asciiDigits spells Persian and Arabic digits as ASCII.
func asciiDigits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '۰' && r <= '۹':
			return '0' + r - '۰'
		case r >= '٠' && r <= '٩':
			return '0' + r - '٠'
		}
		return r
	}, s)
}
