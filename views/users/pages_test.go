package users_test

import (
	"testing"

	"roster/models"
	"roster/views/invites"
	"roster/views/layout"
	"roster/views/users"
	"roster/views/viewstest"
)

func TestShowGoldens(t *testing.T) {
	inter := models.Group{ID: 1, Name: "Inter"}
	eve := models.Invitee{Person: viewstest.Eve(), InviterID: 2, CreatedAt: viewstest.Moratti().CreatedAt, InviteesCount: 2, Branch: models.Branch{Size: 3, Active: 2, Levels: 2}}
	keegan := viewstest.Keegan()
	p := &users.Profile{
		User: viewstest.Moratti(),
		Rights: []models.Right{
			{Permission: models.Permission{ID: 1, Code: 1001, Name: "general_settings_read"}, Direct: true},
			{Permission: models.Permission{ID: 6, Code: 1222, Name: "user_read"},
				Via: []models.Path{{Member: inter, Group: inter}, {Member: inter, Group: models.Group{ID: 2, Name: "Club"}}}},
		},
		Ancestry: models.Ancestry{Depth: 1, Root: &keegan},
		Branch:   models.Branch{Size: 4, Active: 3, Verified: 1, Levels: 3, LastJoined: viewstest.Moratti().CreatedAt},
		Tree:     invites.Tree{Root: 2, Lists: map[int64][]models.Invitee{2: {eve}}},
	}
	viewstest.Golden(t, "show.html", viewstest.Draw(t, users.Show(p)))

	bare := &users.Profile{User: &models.User{ID: 9, Username: "bare", UserType: "guest", IsAnonymized: true}, Tree: invites.Tree{Root: 9}}
	viewstest.Golden(t, "show_bare.html", viewstest.Draw(t, users.Show(bare), func(f *layout.Frame) { f.Dir, f.Theme = "rtl", "dark" }))
}
