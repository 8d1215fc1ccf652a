package viewstest

import (
	"encoding/json"
	"time"

	"roster/models"
)

// Keegan is the admin of document 001.
func Keegan() models.Person {
	return models.Person{ID: 1, Username: "keegan2255", FirstName: "kevin", LastName: "keegan", IsActive: true}
}

// Eve is neither staff nor admin (document 001).
func Eve() models.Person {
	return models.Person{ID: 3, Username: "Eve68", FirstName: "پارسا", LastName: "حسینینژاد", IsActive: true}
}

// Moratti is the member of staff of document 001, whole.
func Moratti() *models.User {
	keegan := Keegan()
	return with(&models.User{
		ID: 2, Username: "moratti120", MobileNumber: "09150207212", Email: "masimo@intermilan.com",
		FirstName: "masimo", LastName: "moratti", Gender: "male", IsActive: true, IsStaff: true, ProfileCompleted: true,
		InviterID: 1, Inviter: &keegan, InviteesCount: 1, Invitees: []models.Person{Eve()},
		LastLogin: moment("2026-02-21T07:20:25.338627Z"), CreatedAt: moment("2026-02-21T07:20:25.859632Z"),
		UpdatedAt:   moment("2026-02-21T07:37:56.219930Z"),
		Groups:      []models.Group{{ID: 1, Name: "Inter"}},
		Permissions: []models.Permission{{ID: 1, Code: 1001, Name: "general_settings_read"}},
	})
}

// Chen is the person of document 000.
func Chen() *models.User {
	return with(&models.User{
		ID: 42, Username: "michael_chen", MobileNumber: "+1-555-0156", Email: "michael.chen@techcorp.com",
		FirstName: "Michael", LastName: "Chen", Gender: "male", IsStaff: true, IsActive: true,
		Avatar: "/media/avatars/michael.jpg", CreatedAt: moment("2023-01-01T12:00:00Z"), UpdatedAt: moment("2023-01-01T12:00:00Z"),
		Groups: []models.Group{{ID: 1, Name: "Admins"}, {ID: 3, Name: "Editors"}},
	})
}

// Thompson is the person of document 004.
func Thompson() *models.User {
	return with(&models.User{
		ID: 42, Username: "alex_thompson", MobileNumber: "+1-555-0123", Email: "alex.thompson@techcorp.com",
		FirstName: "Alex", LastName: "Thompson", Gender: "non-binary", IsStaff: true, IsActive: true,
		Avatar:    "http://www.example.com/media/avatars/alex_profile.jpg",
		LastLogin: moment("2025-08-06T14:23:45.123456Z"), CreatedAt: moment("2024-03-15T09:30:00Z"), UpdatedAt: moment("2024-03-15T09:30:00Z"),
		Groups: []models.Group{{ID: 1, Name: "Staff"}, {ID: 3, Name: "Editors"}, {ID: 7, Name: "Writers"}},
	})
}

// Admin is AWX's first superuser (document 003).
func Admin() *models.User {
	return with(&models.User{ID: 1, Username: "admin", IsActive: true, IsAdmin: true, CreatedAt: moment("2018-02-01T08:00:00Z"),
		UpdatedAt: moment("2018-02-01T08:00:00Z")})
}

func with(u *models.User) *models.User {
	empty := json.RawMessage("{}")
	u.Attributes, u.AttributesKwargs, u.LocalizedAttributes, u.LocalizedAttributesKwargs = empty, empty, empty, empty
	u.UserType = "registered"
	u.Version = 1
	return u
}

func moment(text string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		panic(err)
	}
	return t
}
