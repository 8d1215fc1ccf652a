// Package invites draws the invitation forest: who invited whom.
package invites

import (
	"net/url"
	"slices"
	"strconv"

	"roster/models"
	"roster/views/ui"
)

// Tree is the opened part of a person's branch.
type Tree struct {
	Root     int64 // whose branch it is
	Branches map[int64][]models.Invitee
	More     map[int64]bool  // whose list goes on
	Open     []int64         // who is opened below the root, in the order it happened
	Counts   map[int64]int64 // how many somebody invited in all, where that is known
	Further  bool            // this goes on after an earlier page
	Own      bool            // a page of one level: its branches open on pages of their own
}

// PageSize is how many invitees of one person are shown at once.
const PageSize = 50

// MaxOpen is how many branches one address may open: each adds up to PageSize rows.
const MaxOpen = 20

// isOpen says whether somebody's invitees are on the page.
func (t Tree) isOpen(id int64) bool { return slices.Contains(t.Open, id) }

// toggle is the address of the root's page with one branch opened or closed, or that of the branch's own page.
func (t Tree) toggle(id int64) string {
	if t.Own {
		return levelAddress(id)
	}
	open := slices.Clone(t.Open)
	if i := slices.Index(open, id); i >= 0 {
		open = slices.Delete(open, i, i+1)
	} else {
		open = append(open, id)
	}
	if len(open) > MaxOpen {
		open = open[len(open)-MaxOpen:] // the first opened closes
	}
	query := url.Values{}
	for _, id := range open {
		query.Add("open", strconv.FormatInt(id, 10))
	}
	address := userAddress(t.Root)
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return address + "#" + toggleID(id)
}

// Level is one page of the people somebody invited: what an opened branch shows.
type Level struct {
	Inviter models.Person
	Count   int64 // how many there are in all
	Tree    Tree
	After   int64 // the page begins after this id
}

func userAddress(id int64) string { return "/users/" + strconv.FormatInt(id, 10) + "/" }

func levelAddress(id int64) string { return userAddress(id) + "invitees/" }

// moreAddress is where a list goes on that ends with somebody.
func moreAddress(inviter int64, list []models.Invitee) string {
	return levelAddress(inviter) + "?after=" + strconv.FormatInt(list[len(list)-1].ID, 10)
}

// moreText says what is behind the end of somebody's list.
func (t Tree) moreText(inviter int64) string {
	if t.Counts[inviter] > PageSize && !t.Further {
		return ui.Number(t.Counts[inviter]-PageSize) + " more"
	}
	return "More"
}

// liveText says what came: a branch, or more of it.
func (t Tree) liveText(inviter int64) string {
	n := int64(len(t.Branches[inviter]))
	if t.Further {
		return ui.Number(n) + " more"
	}
	return ui.Count(n, "person", "people")
}

// toggleID is the id of what opens and closes somebody's branch.
func toggleID(id int64) string { return "toggle-" + strconv.FormatInt(id, 10) }

// branchID is the id of the element that holds somebody's invitees.
func branchID(id int64) string { return "branch-" + strconv.FormatInt(id, 10) }
