package models_test

import (
	"net/url"
	"strings"
	"testing"

	"roster/models"
)

func viewer(id int64) *models.Viewer {
	return &models.Viewer{ID: id, IsActive: true, IsStaff: true, IsAdmin: id == 1}
}

func TestPreferencesAreKeptOneByOne(t *testing.T) {
	d := inter(t)
	is := func(id int64, want models.Preferences) {
		t.Helper()
		if desk, err := d.Desk(t.Context(), viewer(id), 0, nil); err != nil || desk.Preferences != want {
			t.Errorf("user %d prefers %+v, %v; want %+v", id, desk.Preferences, err, want)
		}
	}
	is(2, models.Preferences{Density: "normal", PageSize: 20})
	for _, c := range []models.PreferenceChange{{PageSize: new(50)}, {Columns: new("person,groups")}, {Density: new("compact")}, {}} {
		if err := d.SavePreferences(t.Context(), 2, c); err != nil {
			t.Fatal(err)
		}
	}
	is(2, models.Preferences{Columns: "person,groups", Density: "compact", PageSize: 50})
	is(1, models.Preferences{Density: "normal", PageSize: 20})
	if err := d.SavePreferences(t.Context(), 2, models.PreferenceChange{Columns: new("")}); err != nil {
		t.Fatal(err)
	}
	is(2, models.Preferences{Density: "compact", PageSize: 50})
	for field, c := range map[string]models.PreferenceChange{
		"density": {Density: new("huge")}, "limit": {PageSize: new(7)}, "columns": {Columns: new(strings.Repeat("x", 1001))},
	} {
		if err := d.SavePreferences(t.Context(), 2, c); !isInvalid(err, field) {
			t.Errorf("%s: %v, want Invalid", field, err)
		}
	}
	is(2, models.Preferences{Density: "compact", PageSize: 50})
}

func TestADeskNamesWhatFiltersMean(t *testing.T) {
	d := inter(t)
	filters, _ := models.UserFilters(url.Values{"groups": {"2,1,99"}, "user_permissions": {"8"}, "inviter": {"1"}, "gender": {"male"}})
	ctx, statements := models.WithTally(t.Context())
	desk, err := d.Desk(ctx, viewer(2), 0, filters)
	if err != nil || statements.Load() != 1 {
		t.Fatalf("%v after %d statements, want 1", err, statements.Load())
	}
	if len(desk.Groups) != 2 || desk.Groups[0].Name != "Club" || desk.Groups[1].Name != "Inter" {
		t.Errorf("groups are %+v", desk.Groups)
	}
	if len(desk.Permissions) != 1 || desk.Permissions[0].Code != 1222 || len(desk.People) != 1 || desk.People[0].Name() != "kevin keegan" {
		t.Errorf("permissions are %+v, people %+v", desk.Permissions, desk.People)
	}
}

func TestChoicesAreEveryGroupAndPermission(t *testing.T) {
	d := inter(t)
	c, err := d.Choices(t.Context())
	if err != nil || len(c.Groups) != 3 || c.Groups[0].Name != "Board" || int64(len(c.Permissions)) != d.number("select count(*) from permissions") {
		t.Errorf("%+v, %v", c, err)
	}
}
