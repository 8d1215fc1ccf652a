package signals_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"roster/models"
	"roster/views/layout"
	"roster/views/signals"
	"roster/views/viewstest"
)

var third = time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC)

// found has a signal of every kind, as it is usual.
func found() []models.Signal {
	list := []models.Signal{
		{Kind: models.Burst, Count: 27, Of: 5_000, Since: third, Until: third.Add(6 * time.Minute), Usual: 2.2},
		{Kind: models.TriedLater, Count: 12, Of: 3, Since: third, Until: third.AddDate(0, 0, 4)},
		{Kind: models.SingleChain, Count: 14, First: viewstest.Keegan(), Last: viewstest.Eve(), Above: 3},
		{Kind: models.NumberBlock, Count: 1_200, Of: 2_000, Newest: 20_000, Text: "09351230"},
		{Kind: models.OneMailbox, Count: 10, Of: 11, Text: "anna@example.com"},
		{Kind: models.OnlyDigits, Count: 12, Of: 12, Text: "bot@example.com"},
		{Kind: models.RareDomain, Count: 12, Of: 12, Text: "rare.example", Mean: 0.004},
		{Kind: models.ManyDeactivated, Count: 15, Of: 61, Mean: 0.07},
		{Kind: models.ManyUnverified, Count: 59, Of: 61, Mean: 0.3},
	}
	for i := range list {
		list[i].Inviter = moratti()
	}
	return list
}

func moratti() models.Person {
	u := viewstest.Moratti()
	return models.Person{ID: u.ID, Username: u.Username, FirstName: u.FirstName, LastName: u.LastName, IsActive: true}
}

func TestSentences(t *testing.T) {
	var told strings.Builder
	tell := func(s models.Signal) { told.WriteString(signals.Tell(s).String() + "\n") }
	for _, s := range found() {
		tell(s)
	}
	for _, s := range []models.Signal{
		{Kind: models.Burst, Count: 10, Since: third, Until: third, Newest: 200_000},
		{Kind: models.Burst, Count: 1_234, Since: third, Until: third.Add(61 * time.Second), Usual: 0.4},
		{Kind: models.Burst, Count: 10, Since: third, Until: third.Add(10 * time.Minute), Usual: 0.01},
		{Kind: models.Burst, Count: 40_000, Since: third, Until: third.Add(time.Minute), Usual: 3_999.6},
		{Kind: models.TriedLater, Count: 1, Of: 1, Until: third},
		{Kind: models.SingleChain, Count: 14, First: viewstest.Keegan(), Last: viewstest.Eve()},
		{Kind: models.SingleChain, Count: 14, First: viewstest.Keegan(), Last: viewstest.Eve(), Above: 14},
		{Kind: models.SingleChain, Count: 2_001, First: viewstest.Keegan(), Last: viewstest.Eve(), Above: 1, Cut: true},
		{Kind: models.OnlyDigits, Count: 12_000, Of: 20_000, Newest: 20_000, Text: "bot@example.com"},
		{Kind: models.RareDomain, Count: 12, Of: 12, Text: "rare.example"},
		{Kind: models.ManyDeactivated, Count: 999, Of: 1_000, Mean: 0.001},
		{Kind: models.ManyUnverified, Count: 61, Of: 61, Mean: 0.3},
	} {
		tell(s)
	}
	viewstest.Golden(t, "sentences.txt", told.String())
}

func TestSignalGoldens(t *testing.T) {
	s := &models.Signals{Inviter: moratti(), Invited: 37, Branch: models.Branch{Size: 61}, Found: found()}
	viewstest.Golden(t, "signals.html", viewstest.Draw(t, signals.Page(s)))
	viewstest.Golden(t, "signals.json", jsonOf(t, signals.JSON, s))
	s.Found = nil
	viewstest.Golden(t, "signals_none.html", viewstest.Draw(t, signals.Page(s), func(f *layout.Frame) { f.Dir, f.Theme = "rtl", "dark" }))
	viewstest.Golden(t, "signals_nobody.html", viewstest.Draw(t, signals.Page(&models.Signals{Inviter: viewstest.Eve()})))
	viewstest.Golden(t, "forest.html", viewstest.Draw(t, signals.Forest(found()[:2])))
	viewstest.Golden(t, "forest.json", jsonOf(t, signals.ForestJSON, signals.Heads(found()[:2])))
	viewstest.Golden(t, "forest_quiet.html", viewstest.Draw(t, signals.Forest(nil)))
}

func TestRowsGoldens(t *testing.T) {
	bots := []models.SignalRow{
		{Person: models.Person{ID: 7, Username: "bot7", IsActive: true}, Email: "bo.t7+x@example.com", EmailVerified: true, MobileNumber: "+98 935 123 0007", CreatedAt: third},
		{Person: models.Person{ID: 8, Username: "8bot", FirstName: "Ali <&>"}, Email: "8bot@example.com", CreatedAt: third.Add(time.Second)},
		{Person: models.Person{ID: 9, Username: "nobody"}, CreatedAt: third},
		{Person: models.Person{ID: 10, Username: "bot10", IsActive: true}, Email: "ب۱bot@example.com", MobileNumber: "۰۹۳۵۱۲۳۰۰ ۱-۰", CreatedAt: third},
	}
	for _, s := range found() {
		r := signals.Rows{SignalRows: models.SignalRows{Kind: s.Kind, Rows: bots, Signals: &models.Signals{Inviter: moratti(), Found: []models.Signal{s}}}}
		if s.Kind == models.TriedLater {
			r.Rows = []models.SignalRow{{Outcome: models.Retired, CreatedAt: third, Network: "192.0.2.7"}, {Outcome: models.TakenBack, InvitationID: 7, CreatedAt: third, Network: "2001:db8::/64"}}
			viewstest.Golden(t, "rows_tries.json", jsonOf(t, signals.BehindJSON, r))
			viewstest.Golden(t, "rows_tries.csv", csvOf(r))
		}
		viewstest.Golden(t, "rows_"+string(s.Kind)+".html", viewstest.Draw(t, signals.Behind(r)))
		if s.Kind == models.Burst {
			viewstest.Golden(t, "rows_burst.json", jsonOf(t, signals.BehindJSON, r))
			viewstest.Golden(t, "rows_burst.csv", csvOf(r))
		}
	}
	none := signals.Rows{SignalRows: models.SignalRows{Kind: models.Burst, Signals: &models.Signals{Inviter: moratti()}}}
	viewstest.Golden(t, "rows_none.html", viewstest.Draw(t, signals.Behind(none)))
	viewstest.Golden(t, "rows_none.json", jsonOf(t, signals.BehindJSON, none))
	large := found()[7]
	large.Count, large.Of = 30_000, 100_000
	many := signals.Rows{SignalRows: models.SignalRows{Kind: large.Kind, Rows: bots, Signals: &models.Signals{Inviter: moratti(), Found: []models.Signal{large}}}}
	viewstest.Golden(t, "rows_many.html", viewstest.Draw(t, signals.Behind(many)))
}

func jsonOf[T any](t *testing.T, of func(context.Context, T) any, v T) string {
	t.Helper()
	ctx := layout.With(t.Context(), &layout.Frame{Origin: "http://www.example.com"})
	text, err := json.MarshalIndent(of(ctx, v), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text) + "\n"
}

func csvOf(r signals.Rows) string {
	lines := []string{strings.Join(r.CSVHead(), ",")}
	for _, row := range r.Rows {
		lines = append(lines, strings.Join(r.CSVRow(row), ","))
	}
	return strings.Join(lines, "\n") + "\n"
}
