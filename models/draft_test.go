package models_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"roster/models"
)

// What somebody types into a form or a cell.
func TestADraftSaysWhatIsWrongWithWhatWasTyped(t *testing.T) {
	for _, row := range []struct{ field, text, want string }{
		{"username", "sara", ""},
		{"username", "a b", "Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters."},
		{"username", "سارا", "Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters."},
		{"username", strings.Repeat("a", 151), "Ensure this field has no more than 150 characters."},
		{"username", " ", "This field may not be blank."},
		{"email", "sara@example.com", ""},
		{"email", " sara@نمونه.example ", ""},
		{"email", "", ""},
		{"email", "sara@example", "Enter a valid email address."},
		{"email", "sara@@example.com", "Enter a valid email address."},
		{"email", "sara@example.com, mina@example.com", "Enter a valid email address."},
		{"email", strings.Repeat("a", 250) + "@example.com", "Ensure this field has no more than 254 characters."},
		{"mobile_number", "+98 915 020 7212", ""},
		{"mobile_number", strings.Repeat("1", 33), "Ensure this field has no more than 32 characters."},
		{"first_name", "حسینی‌نژاد", ""},
		{"first_name", strings.Repeat("ی", 150), ""},
		{"first_name", strings.Repeat("ی", 151), "Ensure this field has no more than 150 characters."},
		{"first_name", "a\x00b", "Null characters are not allowed."},
		{"first_name", "a\nb", "Control characters, and text that is not UTF-8, are not allowed."},
		{"first_name", "a\xffb", "Control characters, and text that is not UTF-8, are not allowed."},
		{"gender", "non-binary", ""},
		{"gender", "x", `"x" is not a valid choice.`},
		{"gender", "Male", `"Male" is not a valid choice.`},
		{"avatar", "https://example.com/a.png", ""},
		{"avatar", "/media/a.png", ""},
		{"avatar", "//evil.example/a.png", "Enter a valid URL."},
		{"avatar", "javascript:alert(1)", "Enter a valid URL."},
		{"date_of_birth", "1990-02-28", ""},
		{"date_of_birth", "1990-02-30", "Date has wrong format. Use one of these formats instead: YYYY-MM-DD."},
		{"date_of_birth", "28/02/1990", "Date has wrong format. Use one of these formats instead: YYYY-MM-DD."},
		{"user_type", "guest", ""},
		{"user_type", "", "This field may not be null."},
		{"is_active", "YES", ""},
		{"is_active", "0", ""},
		{"is_active", "maybe", "Must be a valid boolean."},
		{"is_active", "", "This field may not be null."},
		{"attributes", `{"a": {"b": [1, null]}}`, ""},
		{"attributes", "", ""},
		{"attributes", `[1]`, `Expected a dictionary of items but got type "list".`},
		{"attributes", `{"a": 1, "a": 2}`, `Value must be valid JSON: the key "a" stands there twice.`},
		{"attributes", `{"a": 1`, "Value must be valid JSON: it ends too early."},
		{"attributes", `{"a": "\u0000"}`, "Null characters are not allowed."},
		{"attributes", `{"a": "\ud800"}`, "Text that is not UTF-8 is not allowed."},
		{"attributes", `{"a": 1e999}`, "Out of range float values are not JSON compliant: '1e999'"},
		{"attributes", strings.Repeat(`{"a":`, 33) + "1" + strings.Repeat("}", 33), "Value must be valid JSON: it is nested deeper than 32."},
		{"inviter_id", "12", ""},
		{"inviter_id", "", ""},
		{"inviter_id", "sara", "Incorrect type. Expected pk value, received str."},
		{"inviter_id", "0", `Invalid pk "0" - object does not exist.`},
		{"inviter_id", "99999999999999999999", `Invalid pk "99999999999999999999" - object does not exist.`},
		{"id", "-1", "Ensure this value is greater than or equal to 1."},
		{"id", "1.5", "A valid integer is required."},
		{"id", "9007199254740992", "Ensure this value is less than or equal to 9007199254740991."},
		{"last_login", "2026-02-21T07:20:25.338627Z", ""},
		{"last_login", "2026-02-21 07:20", ""},
		{"last_login", "2026-02-21T07:20:25+03:30", ""},
		{"last_login", "yesterday", "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z]."},
		{"groups", "1, 2;3 4", ""},
		{"groups", `["Inter", 2]`, ""},
		{"groups", "Inter", "Incorrect type. Expected pk value, received str."},
		{"permissions", `["user_read"]`, "Incorrect type. Expected pk value, received str."},
	} {
		var d models.Draft
		d.Type(row.field, row.text)
		check(t, d, row.field, row.text, row.want)
	}
}

// What a client sends as JSON.
func TestADraftSaysWhatIsWrongWithWhatWasSent(t *testing.T) {
	for _, row := range []struct{ field, value, want string }{
		{"username", `null`, "This field may not be blank."},
		{"username", `42`, ""},
		{"first_name", `true`, "Not a valid string."},
		{"first_name", `["a"]`, "Not a valid string."},
		{"first_name", `""`, ""},
		{"gender", `5`, `"5" is not a valid choice.`},
		{"is_staff", `true`, ""},
		{"is_staff", `1`, ""},
		{"is_staff", `2`, "Must be a valid boolean."},
		{"is_staff", `""`, "Must be a valid boolean."},
		{"is_staff", `null`, "This field may not be null."},
		{"date_of_birth", `19900228`, "Date has wrong format. Use one of these formats instead: YYYY-MM-DD."},
		{"attributes", `"{}"`, `Expected a dictionary of items but got type "str".`},
		{"inviter_id", `true`, "Incorrect type. Expected pk value, received bool."},
		{"inviter_id", `1.5`, "Incorrect type. Expected pk value, received float."},
		{"groups", `"1"`, `Expected a list of items but got type "str".`},
		{"groups", `[1, {}]`, "Incorrect type. Expected pk value, received dict."},
		{"groups", `[-1]`, `Invalid pk "-1" - object does not exist.`},
		{"groups", `null`, ""},
	} {
		doc, err := models.ReadObject(`{"v":` + row.value + `}`)
		if err != nil {
			t.Fatal(err)
		}
		var d models.Draft
		d.Set(row.field, doc["v"])
		check(t, d, row.field, row.value, row.want)
	}
}

// check asks a draft about somebody there is.
func check(t *testing.T, d models.Draft, field, value, want string) {
	t.Helper()
	wanted := models.Invalid{}
	if want != "" {
		wanted[field] = []string{want}
	}
	got := d.Invalid(false)
	// A name that is too long may be wrong in other ways, too.
	if strings.HasPrefix(want, "Ensure this field has no more") && len(got[field]) > 1 {
		got[field] = got[field][:1]
	}
	if !reflect.DeepEqual(got, wanted) {
		t.Errorf("%s %.60q: %q, want %q", field, value, got, wanted)
	}
}

func TestSomebodyNewNeedsAUsernameAndNothingElse(t *testing.T) {
	var d models.Draft
	d.Type("is_active", "")
	d.Type("user_type", "")
	if got := d.Invalid(true); !reflect.DeepEqual(got, models.Invalid{"username": {"This field is required."}}) {
		t.Errorf("%v", got)
	}
	d.Type("username", "sara")
	if got := d.Invalid(true); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestAllThatIsWrongIsSaidTogether(t *testing.T) {
	var d models.Draft
	d.Type("username", strings.Repeat("é", 151))
	d.Type("email", "x")
	d.Set("is_staff", json.Number("7"))
	if got := d.Invalid(true); len(got) != 3 || len(got["username"]) != 2 {
		t.Errorf("%v", got)
	}
}

func FuzzReadObject(f *testing.F) {
	f.Add(`{"a":[1,{"b":null}],"c":"\u00e9"}`)
	f.Fuzz(func(t *testing.T, text string) {
		object, err := models.ReadObject(text)
		if err != nil {
			return
		}
		var same map[string]any
		if json.Unmarshal([]byte(text), &same) != nil || len(same) != len(object) {
			t.Errorf("%q was read as %v", text, object)
		}
	})
}
