package users

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"roster/models"
)

// CSVHead names the columns of a CSV of people: as the address names the fields, so that roster import reads them.
func CSVHead(fields []*models.UserField) []string {
	var head []string
	for _, f := range fields {
		head = append(head, f.Name)
	}
	return head
}

// CSVRow is somebody in a CSV.
func CSVRow(fields []*models.UserField, u *models.User) []string {
	row := make([]string, len(fields))
	for i, f := range fields {
		row[i] = f.Of(u)
	}
	return row
}

// CSVFields are all the fields that a CSV can have.
func CSVFields() []*models.UserField {
	var fields []*models.UserField
	for _, f := range models.UserFields {
		if f.Of != nil && f.Name != "pk" {
			fields = append(fields, f)
		}
	}
	return append(fields, inviteesCount)
}

// inviteesCount is what a list tells of somebody though nobody is found by it.
var inviteesCount = &models.UserField{Name: "invitees_count", Label: "Invitees", Kind: models.Integer,
	Of: func(u *models.User) string { return strconv.FormatInt(u.InviteesCount, 10) }}

func csvField(name string) (*models.UserField, bool) {
	if name == inviteesCount.Name {
		return inviteesCount, true
	}
	f, ok := models.UserFieldNamed(name)
	return f, ok && f.Of != nil
}

// CSVFieldsOf are the fields of a list's columns as an address names them, the id first; all of them where it names
// none. A column may hold several fields, and the name of a field does as well.
func CSVFieldsOf(columns string) []*models.UserField {
	if columns == "" {
		return CSVFields()
	}
	names := []string{"id"}
	for column := range strings.SplitSeq(columns, ",") {
		column = strings.TrimSpace(column)
		if held := columnFields(column); len(held) > 0 {
			names = append(names, held...)
		} else {
			names = append(names, column)
		}
	}
	var fields []*models.UserField
	for _, name := range names {
		if f, ok := csvField(name); ok && !slices.Contains(fields, f) {
			fields = append(fields, f)
		}
	}
	return fields
}

// JSONValue is a field of somebody in a line of JSON: what it is, and null where it is unknown.
func JSONValue(f *models.UserField, u *models.User) ([]byte, error) {
	text := f.Of(u)
	switch f.Kind {
	case models.Boolean, models.Object:
		return []byte(text), nil
	case models.IDs:
		return []byte("[" + strings.Join(strings.Fields(text), ",") + "]"), nil
	}
	if text == "" {
		return []byte("null"), nil
	}
	if f.Kind == models.Integer {
		return []byte(text), nil
	}
	return json.Marshal(text)
}
