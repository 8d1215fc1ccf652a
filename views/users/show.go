package users

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"roster/models"
)

// consents lists the ways in which somebody allowed to be written to or called, "" where there is none.
func consents(u *models.User) string {
	var ways []string
	for _, c := range []struct {
		allowed bool
		way     string
	}{{u.EmailAllowed, "e-mail"}, {u.SMSAllowed, "SMS"}, {u.CallAllowed, "telephone"}} {
		if c.allowed {
			ways = append(ways, c.way)
		}
	}
	return strings.Join(ways, ", ")
}

type attribute struct{ name, value string }

// attributes are the custom attributes by name, their values as JSON.
func attributes(u *models.User) (list []attribute) {
	var values map[string]json.RawMessage
	if json.Unmarshal(u.Attributes, &values) != nil {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		list = append(list, attribute{name, short(strings.Trim(string(values[name]), `"`))})
	}
	return list
}

// waysShown is how many ways in which a right reaches somebody stand beside it.
const waysShown = 4

// short cuts a text that nobody would read to its end on a page.
func short(text string) string {
	if runes := []rune(text); len(runes) > 300 {
		return string(runes[:300]) + "…"
	}
	return text
}
