package demo

import (
	"time"

	"roster/models"
)

// Ids of people in the documents who do something here.
const (
	keegan   = 1
	awxAdmin = 4
)

// documentPeople are the people of the API documents, by id, as their examples show them. Two ids are taken twice
// there: AWX's admin (003) is 1 and alex_thompson (004) is 42; they move.
var documentPeople = []models.User{
	{ // 001, invited_by
		ID: keegan, Username: "keegan2255", FirstName: "kevin", LastName: "keegan",
		IsActive: true, IsStaff: true, IsAdmin: true, ProfileCompleted: true,
		CreatedAt: at("2019-03-20T08:00:00Z"), UpdatedAt: at("2019-03-20T08:00:00Z"),
	},
	{ // 001
		ID: 2, Username: "moratti120", MobileNumber: "09150207212", Email: "masimo@intermilan.com",
		FirstName: "masimo", LastName: "moratti", Gender: "male", InviterID: keegan,
		IsActive: true, IsStaff: true, ProfileCompleted: true,
		LastLogin: at("2026-02-21T07:20:25.338627Z"),
		CreatedAt: at("2026-02-21T07:20:25.859632Z"), UpdatedAt: at("2026-02-21T07:37:56.219930Z"),
	},
	{ // 001, invitees
		ID: 3, Username: "Eve68", FirstName: "پارسا", LastName: "حسینینژاد", InviterID: 2, IsActive: true,
		CreatedAt: at("2026-02-21T07:36:00Z"), UpdatedAt: at("2026-02-21T07:36:00Z"),
	},
	{ // 003
		ID: awxAdmin, Username: "admin", IsActive: true, IsStaff: true, IsAdmin: true,
		CreatedAt: at("2018-02-01T08:00:00Z"), UpdatedAt: at("2018-02-01T08:00:00Z"),
	},
	{ // 000
		ID: 42, Username: "michael_chen", MobileNumber: "+1-555-0156", Email: "michael.chen@techcorp.com",
		FirstName: "Michael", LastName: "Chen", Gender: "male", Avatar: "http://www.example.com/media/avatars/michael.jpg",
		IsActive: true, IsStaff: true,
		CreatedAt: at("2023-01-01T12:00:00Z"), UpdatedAt: at("2023-01-01T12:00:00Z"),
	},
	{ // 004
		ID: 43, Username: "alex_thompson", MobileNumber: "+1-555-0123", Email: "alex.thompson@techcorp.com",
		FirstName: "Alex", LastName: "Thompson", Gender: "non-binary",
		Avatar: "http://www.example.com/media/avatars/alex_profile.jpg", IsActive: true, IsStaff: true,
		LastLogin: at("2025-08-06T14:23:45.123456Z"),
		CreatedAt: at("2024-03-15T09:30:00Z"), UpdatedAt: at("2025-08-06T14:23:45.123456Z"),
	},
}

// documentGroups are the groups that the documents name. 000's Admins has the id of 001's Inter there; it moves.
var documentGroups = []group{
	{name: "Inter", grants: []int{models.ReadUsers}},
	{name: "Admins", notes: "Everything about people and their groups.", grants: []int{1201, 1202, 1203, 1204, 1221, models.ReadUsers, 1223, 1224, 1226, 1252}},
	{name: "Editors", grants: []int{1202, models.ReadUsers, 1223}},
}

// documentMemberships are who is in which group there, by id. Group 7 has no name in 004.
var documentMemberships = []struct{ user, group int64 }{
	{2, 1},
	{42, 2}, {42, 3},
	{43, 1}, {43, 3}, {43, 7},
}

// documentGrants are permissions held directly.
var documentGrants = []struct{ user, permission int64 }{
	{2, 1},
}

func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		panic(err)
	}
	return t
}
