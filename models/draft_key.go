package models

import (
	"regexp"
	"strings"
)

// unique is a field of which no two people have the same value, and what to tell who proposes one that is taken.
type unique struct{ field, taken string }

var uniqueFields = []unique{
	{"username", "A user with that username already exists."},
	{"email", "user with this email already exists."},
	{"mobile_number", "user with this mobile number already exists."},
	{"invite_code", "user with this invite code already exists."},
}

// keyOf gives a value in the form in which the schema compares it: lower(username), lower(email), mobile_key(…).
func keyOf(field string, value any) string {
	text, _ := value.(string)
	switch field {
	case "username", "email":
		return asciiLower(text)
	case "mobile_number":
		return mobileKey(text)
	}
	return text
}

// asciiLower is what the schema does by the collation "C": other letters stay as they are.
func asciiLower(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

var iranian = regexp.MustCompile(`^(?:0098|98|0)?(9[0-9]{9})$`)

// mobileKey is the schema's mobile_key.
func mobileKey(s string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, asciiDigits(s))
	return iranian.ReplaceAllString(digits, "0$1")
}
