package users

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"roster/models"
)

// column is a column of the list. Who chooses columns, the list itself and its CSV read the same table.
type column struct {
	name   string // in the address
	title  string
	sort   string   // the field that it sorts by, as documented; "" if it does not
	fields []string // the fields that it holds, as a CSV names them
	class  string
	cell   func(*models.User) templ.Component
}

// whoColumn stands first in every list: it is what a row is called, and the way to their page.
const whoColumn = "person"

// usual are the columns that a list has unless somebody chose others.
var usual = []string{whoColumn, "contact", "status", "level", "groups", "inviter", "invitees", "last_login", "date_joined"}

// columns are all there are: those made of several fields, then the fields that a list reads.
var columns = func() []column {
	list := []column{
		{name: whoColumn, title: "Person", sort: "username", fields: []string{"id", "username", "first_name", "last_name"}},
		{name: "contact", title: "Contact", sort: "email", fields: []string{"email", "phone"}, class: "cut", cell: contact},
		{name: "status", title: "Status", sort: "is_active", fields: []string{"is_active", "is_anonymized"},
			cell: func(u *models.User) templ.Component { return Status(u.IsActive, u.IsAnonymized) }},
		{name: "level", title: "Level", fields: []string{"is_staff", "is_superuser", "is_auditor"}, cell: level},
		{name: "consents", title: "Consents to", fields: []string{"email_allowed", "sms_allowed", "call_allowed"}, cell: allowed},
		{name: "invitees", title: "Invitees", fields: []string{inviteesCount.Name}, class: "num", cell: invitees},
	}
	for _, f := range models.UserFields {
		if f.Of != nil && f.Name != "pk" {
			list = append(list, fieldColumn(f))
		}
	}
	return list
}()

// fieldColumn is the column of one field.
func fieldColumn(f *models.UserField) column {
	c := column{name: f.Name, title: f.Label, fields: []string{f.Name}, cell: func(u *models.User) templ.Component { return value(f, u) }}
	if f.CanSort() {
		c.sort = f.Name
	}
	switch f.Kind {
	case models.Integer:
		c.class = "num"
	case models.Text, models.Object:
		c.class = "cut"
	}
	switch f.Name {
	case "groups":
		c.title, c.cell = "Groups", memberships
	case "user_permissions":
		c.title, c.cell = "Permissions", grants
	case "inviter":
		c.class, c.cell = "cut", invitedBy
	}
	return c
}

// columnNamed finds a column by its name in the address.
func columnNamed(name string) (column, bool) {
	i := slices.IndexFunc(columns, func(c column) bool { return c.name == name })
	if i < 0 {
		return column{}, false
	}
	return columns[i], true
}

// columnFields are the fields that a column holds.
func columnFields(name string) []string {
	c, _ := columnNamed(name)
	return c.fields
}

// Columns reads the columns that an address or somebody's preferences name, in their order. Names that are none are
// left out, and where none is left it is the usual columns.
func Columns(text string) []string {
	chosen := []string{whoColumn}
	for name := range strings.SplitSeq(text, ",") {
		name = strings.TrimSpace(name)
		if _, ok := columnNamed(name); ok && !slices.Contains(chosen, name) {
			chosen = append(chosen, name)
		}
	}
	if len(chosen) == 1 && strings.TrimSpace(text) != whoColumn {
		return slices.Clone(usual)
	}
	return chosen
}

// shown are the columns of a list.
func (l *Listing) shown() []column {
	var list []column
	for _, name := range l.Columns {
		if c, ok := columnNamed(name); ok {
			list = append(list, c)
		}
	}
	return list
}

// usualColumns says whether nobody chose columns: then some give way where there is little room.
func (l *Listing) usualColumns() bool { return slices.Equal(l.Columns, usual) }
