package models

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// draftObject reads what other systems keep of a person.
func draftObject(value any) (any, []string) {
	doc, ok := value.(map[string]any)
	if !ok {
		return nil, []string{fmt.Sprintf("Expected a dictionary of items but got type %q.", jsonKind(value))}
	}
	if fault := unstorable(doc); fault != "" {
		return nil, []string{fault}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(doc); err != nil {
		return nil, []string{"Value must be valid JSON."}
	}
	return json.RawMessage(bytes.TrimSpace(b.Bytes())), nil
}

// unstorable says what a JSON value holds that the database would refuse.
func unstorable(value any) string {
	switch v := value.(type) {
	case string:
		switch {
		case strings.ContainsRune(v, 0):
			return "Null characters are not allowed."
		case strings.ContainsRune(v, utf8.RuneError):
			return "Text that is not UTF-8 is not allowed."
		}
	case json.Number:
		if _, err := strconv.ParseFloat(v.String(), 64); err != nil {
			return fmt.Sprintf("Out of range float values are not JSON compliant: '%.20s'", v)
		}
	case []any:
		for _, item := range v {
			if fault := unstorable(item); fault != "" {
				return fault
			}
		}
	case map[string]any:
		for key, item := range v {
			if fault := unstorable(key); fault != "" {
				return fault
			}
			if fault := unstorable(item); fault != "" {
				return fault
			}
		}
	}
	return ""
}

// typedObject reads an object as JSON. Other JSON is left for draftObject to refuse by its type.
func typedObject(text string) (any, []string) {
	doc, err := ReadObject(text)
	if err == nil {
		return doc, nil
	}
	var other any
	if json.Unmarshal([]byte(text), &other) == nil {
		if _, isObject := other.(map[string]any); !isObject {
			return other, nil
		}
	}
	return nil, []string{"Value must be valid JSON: " + err.Error() + "."}
}
