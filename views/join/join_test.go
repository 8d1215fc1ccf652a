package join_test

import (
	"testing"

	"github.com/a-h/templ"

	"roster/models"
	"roster/views/join"
	"roster/views/layout"
	"roster/views/viewstest"
)

func TestJoinGoldens(t *testing.T) {
	golden := func(name string, page templ.Component) {
		t.Helper()
		viewstest.Golden(t, name, viewstest.Draw(t, page, func(f *layout.Frame) { f.Viewer, f.Path, f.Referrer = nil, "/join/SECRET", "no-referrer" }))
	}
	golden("join_link.html", join.Page(&join.Form{Welcome: &models.Welcome{Inviter: viewstest.Eve()}, Secret: "SECRET"}))
	golden("join_mail.html", join.Page(&join.Form{Welcome: &models.Welcome{Inviter: viewstest.Keegan(), Email: "new@example.com"}, Secret: "SECRET",
		Newcomer: models.Newcomer{Username: "a b", FirstName: "<Dino>", LastName: "Zoff"},
		Errors:   models.Invalid{"username": {"Enter a valid username."}, "password": {"Too short.", "Too common."}, "email": {"Ask."}, "first_name": {"Odd."}}}))
	golden("code.html", join.AskCode())
	golden("done.html", join.Done("dino.zoff"))
	golden("nowhere.html", join.Refused(join.Nowhere))
	for _, why := range []models.Outcome{models.Replaced, models.TooLate, models.TakenBack, models.UsedUp, models.IsFrozen} {
		golden("refused_"+string(why)+".html", join.Refused(join.RefusalOf(models.Closed{Why: why, Inviter: viewstest.Keegan()})))
	}
}
