package models

import (
	"fmt"
	"strings"
)

// UserField is a field of the documented list (document 002): its name there and where it stands.
type UserField struct {
	Name   string
	Column string // "" when the list cannot be sorted by it
}

// UserFields are the fields that the documented list names, in the document's order.
var UserFields = []UserField{
	{"attributes", ""},
	{"attributes_kwargs", ""},
	{"call_allowed", "u.call_allowed"},
	{"date_joined", "u.created_at"},
	{"date_of_birth", "u.date_of_birth"},
	{"email", "u.email"},
	{"email_allowed", "u.email_allowed"},
	{"first_name", "u.first_name"},
	{"gender", "u.gender"},
	{"groups", ""},
	{"id", "u.id"},
	{"is_active", "u.is_active"},
	{"is_anonymized", "u.is_anonymized"},
	{"is_staff", "u.is_staff"},
	{"is_superuser", "u.is_admin"},
	{"language_code", "u.language_code"},
	{"last_login", "u.last_login"},
	{"last_name", "u.last_name"},
	{"localized_attributes", ""},
	{"localized_attributes_kwargs", ""},
	{"modified_date", "u.updated_at"},
	{"password", ""},
	{"phone", "u.mobile_number"},
	{"pk", "u.id"},
	{"sms_allowed", "u.sms_allowed"},
	{"user_permissions", ""},
	{"user_type", "u.user_type"},
	{"username", "lower(u.username)"},
}

// UserFieldNamed finds a field by its documented name.
func UserFieldNamed(name string) (UserField, bool) {
	for _, f := range UserFields {
		if f.Name == name {
			return f, true
		}
	}
	return UserField{}, false
}

// orderOf gives the order that a list of field names asks for. The id decides what they leave open.
func orderOf(sort []string) (string, error) {
	var order []string
	seen := map[string]bool{}
	for _, name := range sort {
		bare, descends := strings.CutPrefix(name, "-")
		if seen[bare] {
			return "", Invalid{"sort": {fmt.Sprintf("%q is named twice.", bare)}}
		}
		seen[bare] = true
		field, ok := UserFieldNamed(bare)
		if !ok || field.Column == "" {
			return "", Invalid{"sort": {fmt.Sprintf("%q is not a field to sort by. Sort by %s.", bare, sortNames())}}
		}
		if descends {
			field.Column += " desc"
		}
		order = append(order, field.Column)
	}
	return strings.Join(append(order, "u.id"), ", "), nil
}

func sortNames() string {
	var names []string
	for _, f := range UserFields {
		if f.Column != "" {
			names = append(names, f.Name)
		}
	}
	return strings.Join(names, ", ")
}
