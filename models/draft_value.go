package models

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// The readers below take a value as a JSON body carries it, never nil, and give it as its column takes it ("" and nil
// where it is empty), or say what is wrong with it in the words that clients of the documented APIs know
// (api/conventions.md, §3.5).

// draftText reads a text of at most so many characters. Numbers are spelled out.
func draftText(most int, forms ...func(string) string) func(any) (any, []string) {
	return func(value any) (any, []string) {
		var s string
		switch v := value.(type) {
		case string:
			s = v
		case json.Number:
			s = v.String()
		default:
			return nil, []string{"Not a valid string."}
		}
		if s = strings.TrimSpace(s); s == "" {
			return s, nil
		}
		if fault := unreadable(s); fault != "" {
			return nil, []string{fault}
		}
		var faults []string
		if utf8.RuneCountInString(s) > most {
			faults = append(faults, tooLong(most))
		}
		for _, form := range forms {
			if fault := form(s); fault != "" {
				faults = append(faults, fault)
			}
		}
		return s, faults
	}
}

func tooLong(most int) string {
	return fmt.Sprintf("Ensure this field has no more than %d characters.", most)
}

// unreadable says what a text has that nobody can have meant: it would be dropped or altered on its way.
func unreadable(s string) string {
	switch {
	case strings.ContainsRune(s, 0):
		return "Null characters are not allowed."
	case !utf8.ValidString(s), strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || r == utf8.RuneError }):
		return "Control characters, and text that is not UTF-8, are not allowed."
	}
	return ""
}

func draftForm(re *regexp.Regexp, otherwise string) func(string) string {
	return func(s string) string {
		if re.MatchString(s) {
			return ""
		}
		return otherwise
	}
}

func draftChoice(names ...string) func(any) (any, []string) {
	return func(value any) (any, []string) {
		s, ok := value.(string)
		if s = strings.TrimSpace(s); ok && (s == "" || slices.Contains(names, s)) {
			return s, nil
		}
		if !ok {
			s = fmt.Sprint(value)
		}
		return nil, []string{strconv.Quote(s) + " is not a valid choice."}
	}
}

func draftFlag(value any) (any, []string) {
	switch v := value.(type) {
	case bool:
		return v, nil
	case string, json.Number:
		value = strings.TrimSpace(fmt.Sprint(v))
	}
	yes, err := readBool(fmt.Sprint(value))
	if err != nil {
		return nil, []string{err.Error()}
	}
	return yes, nil
}

func draftDate(value any) (any, []string) {
	s, _ := value.(string)
	day, err := time.Parse(time.DateOnly, strings.TrimSpace(s))
	if err != nil || day.Year() == 0 {
		return nil, []string{"Date has wrong format. Use one of these formats instead: YYYY-MM-DD."}
	}
	return day.Format(time.DateOnly), nil
}

// Without a zone a moment is one of UTC.
var momentForms = []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02T15:04", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05Z07"}

func draftMoment(value any) (any, []string) {
	s, _ := value.(string)
	s = strings.Replace(strings.TrimSpace(s), " ", "T", 1)
	for _, form := range momentForms {
		at, err := time.Parse(form, s)
		if at = at.UTC(); err == nil && at.Year() >= 1 && at.Year() <= 9999 {
			return at.Truncate(time.Microsecond).Format(time.RFC3339Nano), nil
		}
	}
	return nil, []string{"Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z]."}
}
