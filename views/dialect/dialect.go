// Package dialect holds what the three APIs spell alike or each in its own way: times, absent values, URLs, and the
// envelope of a page of a list. The users of the APIs are beside their pages, in views/users.
package dialect

import (
	"strings"
	"time"
)

// Text is a text that may be absent: null when it is "".
func Text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// Time spells a time in UTC with six fractional digits, or none when they are zero, and null for the zero time
// (Django REST framework, DateTimeField).
func Time(t time.Time) *string {
	t = t.UTC().Truncate(time.Microsecond)
	if t.Nanosecond() == 0 {
		return spell(t, "2006-01-02T15:04:05Z")
	}
	return spell(t, "2006-01-02T15:04:05.000000Z")
}

// LongTime is Time with six fractional digits always, as AWX writes.
func LongTime(t time.Time) *string { return spell(t.UTC(), "2006-01-02T15:04:05.000000Z") }

// Date spells a day, and null for the zero time.
func Date(t time.Time) *string { return spell(t, time.DateOnly) }

func spell(t time.Time, form string) *string {
	if t.IsZero() {
		return nil
	}
	s := t.Format(form)
	return &s
}

// URL makes an address absolute: one on this console gets its origin. Null when absent.
func URL(origin, address string) *string {
	if strings.HasPrefix(address, "/") {
		address = origin + address
	}
	return Text(address)
}
