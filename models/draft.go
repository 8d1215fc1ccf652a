package models

import (
	"encoding/json"
	"maps"
	"strings"
)

// Draft is what somebody proposes about a person: values for some fields of DraftFields. The others stay as they are,
// or begin as usual where the person is new. The zero Draft proposes nothing.
//
// It says by itself what is wrong with a value. What only the directory knows (who has a username already, which
// groups there are) is asked where drafts are written, for many at once: see look and decide.
type Draft struct {
	values map[string]any // field -> value as its column takes it; nil: cleared
	faults Invalid
}

// Set proposes a value as a JSON body carries it: nil, bool, string, json.Number, []any or map[string]any. Nil clears
// the field, and so does an empty text where a text is wanted.
func (d *Draft) Set(name string, value any) {
	if value == nil {
		d.keep(name, nil, nil)
		return
	}
	v, faults := draftFields[name].read(value)
	if v == "" {
		v = nil
	}
	d.keep(name, v, faults)
}

// Type proposes a value as it is typed into a form, or into a cell of a table: objects as JSON, ids of groups and
// permissions with spaces, commas or semicolons between. An empty text clears the field.
func (d *Draft) Type(name, text string) {
	if strings.TrimSpace(text) == "" {
		d.Set(name, nil)
		return
	}
	value, faults := draftFields[name].typed(text)
	if faults != nil {
		d.keep(name, nil, faults)
		return
	}
	d.Set(name, value)
}

func (d *Draft) keep(name string, value any, faults []string) {
	if d.values == nil {
		d.values, d.faults = map[string]any{}, Invalid{}
	}
	d.values[name] = value
	delete(d.faults, name)
	if faults != nil {
		d.faults[name] = faults
	}
}

// Has says whether the draft proposes something for a field, be it to clear it.
func (d *Draft) Has(name string) bool {
	_, ok := d.values[name]
	return ok
}

// Invalid says what is wrong with the draft, of somebody new or of somebody there is. It is empty where nothing is.
func (d *Draft) Invalid(creates bool) Invalid {
	faults := maps.Clone(d.faults)
	if faults == nil {
		faults = Invalid{}
	}
	value, given := d.values["username"]
	switch {
	case !given && creates:
		faults["username"] = []string{"This field is required."}
	case given && value == nil && faults["username"] == nil:
		faults["username"] = []string{"This field may not be blank."}
	}
	for name, value := range d.values {
		// Nobody new had to say: what is empty there begins as usual.
		if value == nil && !creates && draftFields[name].always && faults[name] == nil {
			faults[name] = []string{"This field may not be null."}
		}
	}
	return faults
}

// key gives the value of a field in the form in which it is compared, "" where it has none.
func (d *Draft) key(name string) string {
	if d.faults[name] != nil {
		return ""
	}
	return keyOf(name, d.values[name])
}

// draftColumn is a value as the JSON document of a row carries it to the database.
func draftColumn(name string, value any) any {
	if value == nil {
		return draftFields[name].empty
	}
	return value
}

// draftDocument is what a draft sets, column by column. Lists of groups and permissions are not among them.
func draftDocument(values map[string]any) map[string]any {
	doc := make(map[string]any, len(values)+1)
	for name, value := range values {
		if !draftFields[name].list {
			doc[name] = draftColumn(name, value)
		}
	}
	return doc
}

var emptyObject = json.RawMessage("{}")

// ID is the id of the person that the draft names, 0 where it names none.
func (d *Draft) ID() int64 {
	id, _ := d.values["id"].(int64)
	return id
}
