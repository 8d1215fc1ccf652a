package users

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"roster/models"
	"roster/views/layout"
	"roster/views/ui"
)

// Listing is the list of people as it is shown.
type Listing struct {
	models.UserPage
	models.Desk

	Asked    Asked          // what the address asks for
	Columns  []string       // names of those shown, in order
	Faults   models.Invalid // what of the address could not be used, by its parameter
	TooBroad bool           // nobody was read: it would have taken too long

	Near []models.Person // whom a search that found nobody may have meant
}

// OpenView is the view that the list came from, nil where it came from none.
func (l *Listing) OpenView() *models.SavedView {
	id, err := strconv.ParseInt(l.Asked.get("view"), 10, 64)
	i := slices.IndexFunc(l.Views, func(v models.SavedView) bool { return v.ID == id })
	if err != nil || i < 0 {
		return nil
	}
	return &l.Views[i]
}

// whole is what is asked for with the columns and the number of rows that somebody's preferences gave: a view of it, or
// a copied link, shows anybody the same.
func (l *Listing) whole() Asked {
	return l.Asked.with("view", "", "columns", strings.Join(l.Columns, ","), "limit", strconv.Itoa(l.Query.Limit))
}

// differs says whether the list shows something else than the view it came from.
func (l *Listing) differs(v *models.SavedView) bool {
	return l.whole().inOneSpelling() != AskedOf(v.Query).inOneSpelling()
}

// sharable is the address of exactly this page, for anybody.
func (l *Listing) sharable() string {
	asked := l.Asked
	if !l.usualColumns() {
		asked = asked.with("columns", strings.Join(l.Columns, ","))
	}
	asked = asked.with("limit", limitText(l.Query.Limit))
	if l.Query.Page > 1 {
		asked = asked.with("page", strconv.Itoa(l.Query.Page), "after", l.Query.After, "before", l.Query.Before)
	}
	return asked.address()
}

// limitText is a number of rows as an address needs it: the usual one goes without saying.
func limitText(limit int) string {
	if limit == models.UsualLimit {
		return ""
	}
	return strconv.Itoa(limit)
}

// total says how many were found, never more exactly than is known.
func (l *Listing) total() string {
	if l.AtLeast {
		return ui.Number(l.Total) + "+"
	}
	return ui.Number(l.Total)
}

// said is what a reader hears when the list has come.
func (l *Listing) said() string {
	switch {
	case l.TooBroad:
		return "Too broad: nobody was looked for"
	case len(l.Near) > 0:
		return "0 users. Did you mean " + l.Near[0].Name() + "?"
	case l.AtLeast:
		return "More than " + ui.Count(l.Total, "user", "users")
	case l.Query.Page > 1:
		return ui.Number(l.From()) + " to " + ui.Number(l.To()) + " of " + ui.Count(l.Total, "user", "users")
	}
	return ui.Count(l.Total, "user", "users")
}

// title is what the list is called in the window and in the history.
func (l *Listing) title() string {
	title := "Users"
	if v := l.OpenView(); v != nil {
		title = v.Name
	}
	if l.Query.Search != "" {
		title += " found by “" + l.Query.Search + "”"
	}
	if l.Query.Page > 1 {
		title += ", page " + strconv.Itoa(l.Query.Page)
	}
	return title
}

// prepareSearch fills the frame's search box with what this list was found by.
func prepareSearch(ctx context.Context, l *Listing) {
	layout.From(ctx).Search = layout.Search{Text: l.Asked.get("q"), Live: true}
}
