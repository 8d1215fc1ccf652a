package invites_test

import (
	"testing"
	"time"

	"roster/models"
	"roster/views/invites"
	"roster/views/viewstest"
)

func TestGoldens(t *testing.T) {
	day := time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC)
	one := func(id, inviter, invited int64) models.Invitee {
		return models.Invitee{Person: models.Person{ID: id, Username: "u", FirstName: "Ali", IsActive: id%2 == 0}, InviterID: inviter, InviteesCount: invited, CreatedAt: day}
	}
	tree := invites.Tree{Root: 1, Open: []int64{2},
		Branches: map[int64][]models.Invitee{1: {one(2, 1, 1), one(3, 1, 40_000)}, 2: {one(4, 2, 0)}},
		More:     map[int64]bool{1: true}}
	viewstest.Golden(t, "level.html", viewstest.Draw(t, invites.Page(invites.Level{Inviter: viewstest.Keegan(), Count: 40_003, Tree: tree})))
	viewstest.Golden(t, "level_past_the_end.html", viewstest.Draw(t, invites.Page(invites.Level{Inviter: viewstest.Keegan(), Count: 3, After: 99})))
}
