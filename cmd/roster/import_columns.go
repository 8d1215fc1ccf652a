package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// importNames are the columns that a file may have, as document 002 and we name them, and the fields of a draft that
// they fill.
var importNames = map[string]string{
	"id": "id", "username": "username", "email": "email", "phone": "mobile_number", "mobile_number": "mobile_number",
	"first_name": "first_name", "last_name": "last_name", "gender": "gender", "avatar": "avatar", "date_of_birth": "date_of_birth",
	"language_code": "language_code", "user_type": "user_type", "is_active": "is_active", "is_staff": "is_staff",
	"is_superuser": "is_admin", "is_anonymized": "is_anonymized", "email_allowed": "email_allowed", "sms_allowed": "sms_allowed",
	"call_allowed": "call_allowed", "attributes": "attributes", "attributes_kwargs": "attributes_kwargs",
	"localized_attributes": "localized_attributes", "localized_attributes_kwargs": "localized_attributes_kwargs",
	"groups": "groups", "user_permissions": "permissions", "date_joined": "created_at", "last_login": "last_login",
	"inviter": "inviter_id", "invite_code": "invite_code", "email_verified": "email_verified",
	"profile_completed": "profile_completed", "is_auditor": "is_auditor", "external_account": "external_account", "ldap_dn": "ldap_dn",
}

// importOwn are columns that the directory fills by itself.
var importOwn = []string{"modified_date", "pk", "invitees_count"}

// importAlso are names by which other systems know columns.
var importAlso = map[string]string{
	"is_admin": "is_superuser", "is_system_auditor": "is_auditor", "is_email_verified": "email_verified",
	"is_profile_completed": "profile_completed", "invited_by": "inviter", "inviter_id": "inviter", "permissions": "user_permissions",
	"created_at": "date_joined", "created": "date_joined", "mobile": "phone", "phone_number": "phone", "groups_data": "groups",
	"e-mail": "email", "mail": "email", "user": "username", "login": "username", "birthday": "date_of_birth", "language": "language_code",
}

// columns are the columns of a file, as they are met.
type columns struct {
	ignored []string
	match   string // the field that names people

	byName  map[string]string // as met -> field; "" is left out
	byField map[string]string // field -> the name that the file has for it
	own     []string
	faults  []string
}

func newColumns(ignored []string, match string) *columns {
	return &columns{ignored: ignored, match: match, byName: map[string]string{}, byField: map[string]string{}}
}

// plainName is a name as it is compared.
func plainName(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// field gives the field that a column fills, "" where it is left out.
func (c *columns) field(name string) string {
	field, met := c.byName[name]
	if !met {
		field = c.meet(plainName(name))
		c.byName[name] = field
	}
	return field
}

func (c *columns) meet(name string) string {
	field, known := importNames[name]
	switch {
	case name == "error", slices.Contains(c.ignored, name):
		return ""
	case slices.Contains(importOwn, name), name == "id" && c.match != "id":
		if !slices.Contains(c.own, name) {
			c.own = append(c.own, name)
		}
		return ""
	case name == "password":
		c.faults = append(c.faults, "passwords are not imported: leave the column out with --ignore password")
	case name == "":
		c.faults = append(c.faults, "a column has no name: name it, or take it away")
	case !known:
		c.faults = append(c.faults, fmt.Sprintf("the column %q is not known%s: rename it, or leave it out with --ignore %[1]s", name, suggestion(name)))
	case c.byField[field] != "" && c.byField[field] != name:
		c.faults = append(c.faults, fmt.Sprintf("the columns %s and %s are one and the same: leave one out with --ignore", c.byField[field], name))
	default:
		c.byField[field] = name
		return field
	}
	return ""
}

// faulty says what is wrong with the columns met so far.
func (c *columns) faulty() error {
	if len(c.faults) > 0 {
		return errors.New(strings.Join(c.faults, "; "))
	}
	return nil
}

// check says why the columns, all of them, cannot be imported.
func (c *columns) check() error {
	if err := c.faulty(); err != nil {
		return err
	}
	if c.byField[c.match] == "" && (c.match != "id" || c.byField["username"] == "") {
		want := "username, or id"
		if c.match != "id" {
			want = importName(c.match)
		}
		return fmt.Errorf("no column says whom the rows are about: the file needs %s", want)
	}
	return nil
}

// told gives the name of a field in the file.
func (c *columns) told(field string) string {
	if name := c.byField[field]; name != "" {
		return name
	}
	return importName(field)
}

// importName is a column that fills a field.
func importName(field string) string {
	for name, fills := range importNames {
		if fills == field && name != "mobile_number" {
			return name
		}
	}
	return field
}
