package users

import (
	"slices"
	"strings"

	"roster/models"
)

// Arrangement is how a list is laid out, while somebody changes it.
type Arrangement struct {
	models.Preferences

	Asked   Asked    // the list it is for
	Columns []string // those chosen, in order
}

// Moved is the same columns with one moved up or down. The first stays first: a row is called by it.
func Moved(columns []string, up, down string) []string {
	moved := slices.Clone(columns)
	if i := slices.Index(moved, up); i > 1 {
		moved[i-1], moved[i] = moved[i], moved[i-1]
	}
	if i := slices.Index(moved, down); i > 0 && i < len(moved)-1 {
		moved[i], moved[i+1] = moved[i+1], moved[i]
	}
	return moved
}

// others are the columns that are not chosen, by title.
func (a *Arrangement) others() []column {
	rest := slices.DeleteFunc(slices.Clone(columns), func(c column) bool { return slices.Contains(a.Columns, c.name) })
	slices.SortFunc(rest, func(a, b column) int { return strings.Compare(a.title, b.title) })
	return rest
}

// back is the list as it will be laid out: what its address says of columns and rows gives way to what is chosen.
func (a *Arrangement) back() string { return a.Asked.with("columns", "", "limit", "").address() }
