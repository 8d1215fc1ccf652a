package demo_test

import (
	"testing"
	"time"

	"roster/models"
	"roster/models/modelstest"
)

func TestPeopleOfTheDocuments(t *testing.T) {
	store := modelstest.Open(t)
	load(t, store, people, 7)
	user := func(id int64) *models.User {
		t.Helper()
		u, err := store.User(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	is := func(what string, got, want any) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	moment := func(text string) time.Time {
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}

	u := user(2) // 001
	is("username", u.Username, "moratti120")
	is("mobile", u.MobileNumber, "09150207212")
	is("e-mail", u.Email, "masimo@intermilan.com")
	is("verified", u.EmailVerified, false)
	is("avatar", u.Avatar, "")
	is("full name", u.FullName(), "masimo moratti")
	is("gender", u.Gender, "male")
	is("invited by", *u.Inviter, models.Person{ID: 1, Username: "keegan2255", FirstName: "kevin", LastName: "keegan", IsActive: true})
	is("invite code", u.InviteCode, "")
	is("invitees", u.InviteesCount, int64(1))
	is("active, staff, admin, online, completed", [5]bool{u.IsActive, u.IsStaff, u.IsAdmin, u.IsOnline, u.ProfileCompleted}, [5]bool{true, true, false, false, true})
	is("last login", u.LastLogin.UTC(), moment("2026-02-21T07:20:25.338627Z"))
	is("created", u.CreatedAt.UTC(), moment("2026-02-21T07:20:25.859632Z"))
	is("updated", u.UpdatedAt.UTC(), moment("2026-02-21T07:37:56.219930Z"))
	is("number of invitees", len(u.Invitees), 1)
	is("invitee", u.Invitees[0], models.Person{ID: 3, Username: "Eve68", FirstName: "پارسا", LastName: "حسینینژاد", IsActive: true})
	is("number of groups", len(u.Groups), 1)
	is("group", u.Groups[0].Name, "Inter")
	is("number of permissions", len(u.Permissions), 1)
	is("permission", u.Permissions[0], models.Permission{ID: 1, Code: 1001, Name: "general_settings_read"})
	rights, err := store.Rights(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	is("rights", len(rights), 2)
	is("right through Inter", rights[1].Code, models.ReadUsers)

	is("Eve works here", user(3).IsColleague(), false)
	is("Keegan", user(1).IsAdmin, true)

	u = user(42) // 000
	is("username", u.Username, "michael_chen")
	is("avatar", u.Avatar, "http://www.example.com/media/avatars/michael.jpg")
	is("last login", u.LastLogin.IsZero(), true)
	is("updated", u.UpdatedAt.UTC(), moment("2023-01-01T12:00:00Z"))
	is("number of groups", len(u.Groups), 2)
	is("groups", u.Groups[0].Name+u.Groups[1].Name, "AdminsEditors")
	is("id of Editors", u.Groups[1].ID, int64(3))

	u = user(43) // 004
	is("username", u.Username, "alex_thompson")
	is("gender", u.Gender, "non-binary")
	is("number of groups", len(u.Groups), 3)
	is("groups", [3]int64{u.Groups[0].ID, u.Groups[1].ID, u.Groups[2].ID}, [3]int64{1, 3, 7})

	if u, err = store.UserByName(t.Context(), "admin"); err != nil { // 003
		t.Fatal(err)
	}
	is("AWX admin", u.IsAdmin, true)
	is("created", u.CreatedAt.UTC(), moment("2018-02-01T08:00:00Z"))
}
