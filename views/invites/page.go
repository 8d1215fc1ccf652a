package invites

import (
	"net/url"
	"strconv"

	"roster/models"
)

// Branch is what is told of somebody's branch, in one of three views.
type Branch struct {
	models.Invitee // its head

	Behind   bool // the figures lag: much was changed just now
	Ancestry models.Ancestry
	View     View

	Tree Tree // in TreeView: whom they invited
	Map  Map  // in MapView

	// In TableView: everybody below, as a tree is read.
	Below []models.Invitee
	More  bool
	After int64
}

// View is how a branch is looked at.
type View string

// The views of a branch.
const (
	TreeView  View = "tree"
	TableView View = "table"
	MapView   View = "map"
)

// views lists the ways to look at a branch with their titles.
var views = []struct {
	view  View
	title string
}{{TreeView, "Tree"}, {TableView, "Table"}, {MapView, "Map"}}

// IsView says whether there is such a view.
func IsView(text string) bool {
	for _, v := range views {
		if string(v.view) == text {
			return true
		}
	}
	return false
}

// in is the address of the branch in a view.
func (b *Branch) in(v View) string {
	if v == TreeView {
		return Address(b.ID)
	}
	return Address(b.ID) + "?view=" + string(v)
}

// next is where the table goes on.
func (b *Branch) next() string {
	q := url.Values{"view": {string(TableView)}, "after": {strconv.FormatInt(b.Below[len(b.Below)-1].ID, 10)}}
	return Address(b.ID) + "?" + q.Encode()
}
