package models

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// maxWords is how many words a search may have.
const maxWords = 20

var phoneLike = regexp.MustCompile(`^\+?[\p{Nd}\s().-]{3,}$`)

// searchOf gives the condition under which a person is found by what was typed. Each word must be found; a telephone
// number may be spelled with spaces.
func searchOf(typed string) (condition, error) {
	words := strings.Fields(typed)
	if len(words) > maxWords {
		return condition{}, Invalid{"q": {fmt.Sprintf("Search for at most %d words at once.", maxWords)}}
	}
	var found []condition
	for _, word := range words {
		found = append(found, where("u.search like search_pattern(?)", word))
	}
	if digits := phoneDigits(typed); phoneLike.MatchString(typed) && len(digits) >= 3 {
		return anyOf(all(found...), where("u.search like search_pattern(?)", digits)), nil
	}
	return all(found...), nil
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
