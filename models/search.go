package models

import (
	"regexp"
	"strconv"
	"strings"
)

var phoneLike = regexp.MustCompile(`^\+?[\p{Nd}\s().-]{3,}$`)

// searchOf gives the condition under which a person is found by what was typed, and its arguments. Each word must be
// found; a telephone number may be spelled with spaces, and a whole number may also be an id.
func searchOf(typed string) (which string, args []any) {
	words := strings.Fields(typed)
	if len(words) == 0 {
		return "true", nil
	}
	arg := func(v any) string {
		args = append(args, v)
		return "$" + strconv.Itoa(len(args))
	}
	var all []string
	for _, word := range words {
		all = append(all, "u.search like search_pattern("+arg(word)+")")
	}
	which = strings.Join(all, " and ")
	if digits := phoneDigits(typed); phoneLike.MatchString(typed) && len(digits) >= 3 {
		which += " or u.search like search_pattern(" + arg(digits) + ")"
	}
	if id, err := strconv.ParseInt(asciiDigits(strings.TrimSpace(typed)), 10, 64); err == nil {
		which += " or u.id = " + arg(id)
	}
	return "(" + which + ")", args
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
