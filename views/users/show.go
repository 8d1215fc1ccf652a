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
		list = append(list, attribute{name, strings.Trim(string(values[name]), `"`)})
	}
	return list
}

// viaText says through which group a right comes: the group that grants it, and the one below it that leads there.
func viaText(p models.Path) string {
	if p.Group.ID == p.Member.ID {
		return p.Group.Name
	}
	return p.Group.Name + " ‹ " + p.Member.Name
}
