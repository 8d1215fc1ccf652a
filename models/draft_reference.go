package models

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// maxID is the highest id that a draft may bring along: what every client can read, and far from where ids end.
const maxID = 1<<53 - 1

// draftIdentity reads the id of the person themself.
func draftIdentity(value any) (any, []string) {
	if value == "" {
		return nil, nil
	}
	id, ok := draftNumber(value)
	switch {
	case !ok:
		return nil, []string{"A valid integer is required."}
	case id < 1:
		return nil, []string{"Ensure this value is greater than or equal to 1."}
	case id > maxID:
		return nil, []string{fmt.Sprintf("Ensure this value is less than or equal to %d.", int64(maxID))}
	}
	return id, nil
}

// draftReference reads the id of somebody or something else.
func draftReference(value any) (any, []string) {
	if value == "" {
		return nil, nil
	}
	id, ok := draftNumber(value)
	if !ok {
		return nil, []string{"Incorrect type. Expected pk value, received " + jsonKind(value) + "."}
	}
	if id < 1 {
		return nil, []string{noSuch(value)}
	}
	return id, nil
}

// noSuch says that nobody and nothing has an id.
func noSuch(id any) string { return fmt.Sprintf(`Invalid pk "%v" - object does not exist.`, id) }

// draftNumber reads a whole number. One that is beyond what an id can be is 0, which nothing has.
func draftNumber(value any) (id int64, ok bool) {
	text := ""
	switch v := value.(type) {
	case string:
		text = strings.TrimSpace(v)
	case json.Number:
		text = v.String()
	}
	digits := strings.TrimLeft(text, "+-")
	if len(text)-len(digits) > 1 || digits == "" || strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, true
	}
	return id, true
}

// named is a group by id or by name.
type named struct {
	id   int64
	name string
}

// draftReferences reads a list of ids.
func draftReferences(value any) (any, []string) { return draftReferenceList(value, false) }

// draftGroups reads a list of ids and names.
func draftGroups(value any) (any, []string) { return draftReferenceList(value, true) }

func draftReferenceList(value any, names bool) (any, []string) {
	list, ok := value.([]any)
	if !ok {
		return nil, []string{fmt.Sprintf("Expected a list of items but got type %q.", jsonKind(value))}
	}
	refs := make([]named, 0, len(list))
	for _, item := range list {
		if name, ok := item.(string); ok && names {
			if _, isID := draftNumber(name); !isID {
				if fault := unreadable(name); fault != "" {
					return nil, []string{fault}
				}
				refs = append(refs, named{name: strings.TrimSpace(name)})
				continue
			}
		}
		id, faults := draftReference(item)
		if faults != nil {
			return nil, faults
		}
		refs = append(refs, named{id: id.(int64)})
	}
	return refs, nil
}

// typedList reads ids with something between, or a list as JSON has it.
func typedList(text string) (any, []string) {
	if strings.HasPrefix(strings.TrimSpace(text), "[") {
		doc, err := ReadObject(`{"list":` + text + `}`)
		if err != nil {
			return nil, []string{"Value must be valid JSON."}
		}
		return doc["list"], nil
	}
	list := []any{}
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(" ,;\t\r\n", r) }) {
		if _, ok := draftNumber(word); !ok {
			return nil, []string{"Incorrect type. Expected pk value, received str."}
		}
		list = append(list, json.Number(word))
	}
	return list, nil
}

// jsonKind names the type of a value of a JSON body as clients know it.
func jsonKind(value any) string {
	switch v := value.(type) {
	case bool:
		return "bool"
	case []any:
		return "list"
	case map[string]any:
		return "dict"
	case json.Number:
		if strings.ContainsAny(v.String(), ".eE") {
			return "float"
		}
		return "int"
	}
	return "str"
}
