package ui

import (
	"strconv"
	"strings"
	"unicode"
)

// initials are the first letters of the first and the last word of a name, at most two.
func initials(name string) string {
	var first, last string
	for word := range strings.FieldsSeq(name) {
		for _, c := range word {
			if unicode.IsLetter(c) || unicode.IsDigit(c) {
				last = string(unicode.ToUpper(c))
				break
			}
		}
		if first == "" {
			first, last = last, ""
		}
	}
	// Letters of a joined script would melt into one word: a zero-width non-joiner keeps them two.
	if first != "" && last != "" && unicode.Is(unicode.Arabic, []rune(first)[0]) {
		return first + "\u200c" + last
	}
	return first + last
}

// Number groups the digits of a count: 40,000.
func Number(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return sign + b.String()
}

// Count says how many there are of something: 1 user, 40,000 users.
func Count(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(n) + " " + many
}
