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
	Root  int64 // whose branch it is
	Lists map[int64][]models.Invitee
	More  map[int64]bool // whose list goes on
	Open  []int64        // who is opened below the root, in the order it happened
	Count int64          // how many the root invited
	After int64          // the root's list goes on after this person
	Level int            // at which the root's list stands; 0 is 1

	home string // the page that opens and closes its branches
}

// At is the tree on the page at an address.
func (t Tree) At(home string) Tree {
	t.home = home
	return t
}

// PageSize is how many people of one list are shown at once.
const PageSize = 50

// MaxOpen is how many branches one address may open: each adds up to PageSize rows.
const MaxOpen = 20

// Deepest is the last level that a tree shows. From there on it is read from another root.
const Deepest = 8

// row is one line of a tree: a person, or the way to those who do not fit on the page.
type row struct {
	models.Invitee
	level  int
	isOpen bool
	more   string // where the list goes on; "" in the row of a person
	rest   int64  // how many more there are, 0 if that is not known
	live   string // what came, in the first row that htmx brings
	begins bool   // the list goes on here
}

// rows lists the tree line by line.
func (t Tree) rows() []row {
	list := t.below(t.Root, max(t.Level, 1), t.Count)
	if len(list) > 0 {
		list[0].live = ui.Count(int64(len(t.Lists[t.Root])), "person", "people")
		list[0].begins = t.After > 0
	}
	return list
}

func (t Tree) below(inviter int64, level int, count int64) (list []row) {
	for _, i := range t.Lists[inviter] {
		r := row{Invitee: i, level: level, isOpen: slices.Contains(t.Open, i.ID) && level < Deepest}
		list = append(list, r)
		if r.isOpen {
			list = append(list, t.below(i.ID, level+1, i.InviteesCount)...)
		}
	}
	if t.More[inviter] {
		last := t.Lists[inviter][len(t.Lists[inviter])-1].ID
		r := row{level: level, more: Address(inviter) + "?after=" + strconv.FormatInt(last, 10)}
		r.InviterID = inviter
		if t.After == 0 || inviter != t.Root {
			r.rest = count - PageSize
		}
		list = append(list, r)
	}
	return list
}

// moreText says what is behind the end of a list.
func (r row) moreText() string {
	if r.rest > 0 {
		return ui.Number(r.rest) + " more"
	}
	return "More"
}

// part is an address as a tree asks for the rows behind it.
func (r row) part(address string, level int) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	q := u.Query()
	q.Set("level", strconv.Itoa(level))
	u.RawQuery = q.Encode()
	return u.String()
}

// toggle is the address of the page with one branch opened or closed.
func (t Tree) toggle(id int64) string {
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
	if t.After > 0 {
		query.Set("after", strconv.FormatInt(t.After, 10))
	}
	address := t.home
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return address + "#" + rowID(id)
}

// Address is where somebody's branch is shown.
func Address(id int64) string { return userAddress(id) + "invites/" }

func userAddress(id int64) string { return "/users/" + strconv.FormatInt(id, 10) + "/" }

// rowID is the id of somebody's row.
func rowID(id int64) string { return "row-" + strconv.FormatInt(id, 10) }
