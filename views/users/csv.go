package users

import (
	"encoding/json"
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
