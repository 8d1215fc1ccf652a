package users_test

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"roster/models"
	"roster/views/layout"
	"roster/views/users"
	"roster/views/viewstest"
)

// spell writes a value as the console sends it.
func spell(t *testing.T, view func(context.Context, *models.User) any, u *models.User, viewer *models.Viewer) string {
	t.Helper()
	ctx := layout.With(t.Context(), &layout.Frame{Origin: "http://www.example.com", Viewer: viewer, Path: "/users/"})
	return encode(t, view(ctx, u))
}

func encode(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func TestHamgamIsDocument001ByteForByte(t *testing.T) {
	if got, want := spell(t, users.Hamgam, viewstest.Moratti(), nil), viewstest.Document(t, "testdata", "001"); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// Document 004 writes created_at with six zeros where 000 writes none; decision 8 settles on none.
func TestHamgamMeIsDocument004ByteForByte(t *testing.T) {
	want := strings.Replace(viewstest.Document(t, "testdata", "004"), "09:30:00.000000Z", "09:30:00Z", 1)
	if got := spell(t, users.HamgamMe, viewstest.Thompson(), nil); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// Document 000 is an older revision of 001: its keys are a subset, in another order (decision 2).
func TestHamgamHoldsDocument000(t *testing.T) {
	got := spell(t, users.Hamgam, viewstest.Chen(), nil)
	for key, want := range object(t, viewstest.Document(t, "testdata", "000")) {
		if has := object(t, got)[key]; string(has) != string(want) {
			t.Errorf("%s is %s, want %s", key, has, want)
		}
	}
}

// The wire of AWX 24.6.1 differs from document 003 in the order of keys, in the type of id, and in two keys that its
// clients need: named_url and password (decision 1).
func TestAWXHoldsDocument003(t *testing.T) {
	u := viewstest.Admin()
	got := object(t, spell(t, users.AWX, u, &models.Viewer{ID: 1, IsAdmin: true}))
	want := object(t, viewstest.Document(t, "testdata", "003"))
	want["id"] = json.RawMessage("1")
	want["password"] = json.RawMessage(`"$encrypted$"`)
	related := object(t, string(want["related"]))
	related["named_url"] = json.RawMessage(`"/api/v2/users/admin/"`)
	want["related"] = json.RawMessage(encode(t, related))
	got["related"] = json.RawMessage(encode(t, object(t, string(got["related"]))))
	got["summary_fields"] = json.RawMessage(encode(t, nested(t, got["summary_fields"])))
	want["summary_fields"] = json.RawMessage(encode(t, nested(t, want["summary_fields"])))
	for key := range want {
		if string(got[key]) != string(want[key]) {
			t.Errorf("%s is %s, want %s", key, got[key], want[key])
		}
	}
	if len(got) != len(want) {
		t.Errorf("there are %d keys, want %d", len(got), len(want))
	}
}

func TestDialectGoldens(t *testing.T) {
	keegan := &models.Viewer{ID: 1, IsAdmin: true, IsActive: true}
	for name, view := range map[string]func(context.Context, *models.User) any{
		"hamgam.json": users.Hamgam, "hamgam_me.json": users.HamgamMe, "akinon.json": users.Akinon, "awx.json": users.AWX,
	} {
		viewstest.Golden(t, name, indent(t, spell(t, view, viewstest.Moratti(), keegan)))
		bare := &models.User{ID: 9, Username: "bare", UserType: "guest"}
		for _, a := range []*json.RawMessage{&bare.Attributes, &bare.AttributesKwargs, &bare.LocalizedAttributes, &bare.LocalizedAttributesKwargs} {
			*a = json.RawMessage(`{"a": {"<b>": 1}}`)
		}
		viewstest.Golden(t, "bare_"+name, indent(t, spell(t, view, bare, &models.Viewer{ID: 9})))
	}
}

func TestAkinonListGolden(t *testing.T) {
	p := models.UserPage{Users: []*models.User{viewstest.Moratti(), viewstest.Chen()}, Total: 7,
		Query: models.UserQuery{Page: 2, Limit: 2}}
	ctx := layout.With(t.Context(), &layout.Frame{Origin: "http://www.example.com", Path: "/users/?sort=-id,username&page=2&limit=2&x=a+b"})
	viewstest.Golden(t, "akinon_list.json", indent(t, encode(t, users.AkinonList(ctx, &users.Listing{UserPage: p}))))
}

func TestAWXNamesAndCapabilities(t *testing.T) {
	u := viewstest.Moratti()
	u.Username, u.ExternalAccount = "a@b.+-_c", "ldap"
	got := spell(t, users.AWX, u, &models.Viewer{ID: 2})
	for _, want := range []string{`"named_url":"/api/v2/users/a%40b.[+]-_c/"`, `"user_capabilities":{"edit":true,"delete":false}`, `"external_account":"ldap"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing in %s", want, got)
		}
	}
	if strings.Contains(got, `"password"`) {
		t.Error("an account that another service keeps shows a password")
	}
	for what, row := range map[string]struct {
		viewer models.Viewer
		want   string
	}{
		"an admin":             {models.Viewer{ID: 1, IsAdmin: true}, `{"edit":true,"delete":true}`},
		"an admin of themself": {models.Viewer{ID: 2, IsAdmin: true}, `{"edit":true,"delete":false}`},
		"somebody else":        {models.Viewer{ID: 3, IsStaff: true}, `{"edit":false,"delete":false}`},
	} {
		if got := spell(t, users.AWX, u, &row.viewer); !strings.Contains(got, row.want) {
			t.Errorf("%s may not do %s in %s", what, row.want, got)
		}
	}
}

func object(t *testing.T, text string) map[string]json.RawMessage {
	t.Helper()
	var m map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func nested(t *testing.T, text []byte) (v any) {
	t.Helper()
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func indent(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, []byte(text), "", "  "); err != nil {
		t.Fatal(err)
	}
	return b.String() + "\n"
}
