package invites_test

import (
	"encoding/json"
	"testing"
	"time"

	"roster/models"
	"roster/views/invites"
	"roster/views/layout"
	"roster/views/viewstest"
)

var day = time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC)

// one is somebody with a branch of four levels.
func one(id, inviter, invited, size int64) models.Invitee {
	i := models.Invitee{Person: models.Person{ID: id, Username: "u", FirstName: "Ali", IsActive: id%2 == 0}, InviterID: inviter, InviteesCount: invited, CreatedAt: day}
	if size > 0 {
		i.Branch = models.Branch{Size: size, Active: size * 9 / 10, Verified: 1, Levels: 4, LastJoined: day.AddDate(0, 1, 0)}
	}
	return i
}

func branch(v invites.View) *invites.Branch {
	moratti, keegan := viewstest.Moratti().Person(), viewstest.Keegan()
	head := models.Invitee{Person: moratti, InviteesCount: 40_003, Branch: models.Branch{Size: 90_000, Active: 89_000, Verified: 4, Levels: 7, LastJoined: day}}
	return &invites.Branch{Invitee: head,
		Ancestry: models.Ancestry{Depth: 1, Root: &keegan}, View: v}
}

func TestGoldens(t *testing.T) {
	b := branch(invites.TreeView)
	b.Tree = invites.Tree{Root: 2, Count: 40_003, Open: []int64{4}, More: map[int64]bool{2: true},
		Lists: map[int64][]models.Invitee{2: {one(4, 2, 1, 1), one(5, 2, 40_000, 49_000)}, 4: {one(6, 4, 0, 0)}}}
	viewstest.Golden(t, "tree.html", viewstest.Draw(t, invites.Page(b)))
	told, err := json.MarshalIndent(invites.JSON(layout.With(t.Context(), &layout.Frame{Origin: "https://roster.example", Path: "/users/2/invites/?format=json"}), b), "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	viewstest.Golden(t, "tree.json", string(told))

	b = branch(invites.TableView)
	b.Below, b.More, b.After, b.Behind = []models.Invitee{one(4, 2, 1, 1), one(6, 4, 0, 0)}, true, 3, true
	viewstest.Golden(t, "table.html", viewstest.Draw(t, invites.Page(b)))

	b = branch(invites.MapView)
	b.Map = invites.Map{Total: 90_000, Nodes: []models.Invitee{one(4, 2, 1, 50_000), one(8, 2, 1, 30_000), one(6, 4, 1, 20_000), one(7, 99, 1, 5)}}
	viewstest.Golden(t, "map.html", viewstest.Draw(t, invites.Page(b)))

	nobody := &invites.Branch{Invitee: models.Invitee{Person: viewstest.Eve()}, View: invites.TreeView}
	viewstest.Golden(t, "nobody.html", viewstest.Draw(t, invites.Page(nobody)))
	past := branch(invites.TreeView)
	past.Tree.After = 99
	viewstest.Golden(t, "past_the_end.html", viewstest.Draw(t, invites.Page(past)))
}
