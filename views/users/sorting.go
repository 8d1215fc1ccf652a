package users

import (
	"slices"
	"strconv"
	"strings"

	"roster/models"
)

// sorting is how a list is sorted by a column: its place among the fields of the order from 1 on, 0 where it is not one
// of them, and whether it descends.
func (l *Listing) sorting(c column) (place int, down bool) {
	for i, name := range l.Query.Sort {
		bare, descends := strings.CutPrefix(name, "-")
		if bare == c.sort && bare != "" {
			return i + 1, descends
		}
	}
	return 0, false
}

// sorted is the aria-sort of a column, "" where the list is not sorted by it first.
func (l *Listing) sorted(c column) string {
	switch place, down := l.sorting(c); {
	case place != 1:
		return ""
	case down:
		return "descending"
	}
	return "ascending"
}

// sortBy is the address of the list in the order of a column: up first, then down, then as it was.
func (l *Listing) sortBy(c column) string {
	sort := c.sort
	switch place, down := l.sorting(c); {
	case place == 1 && down:
		sort = ""
	case place == 1:
		sort = "-" + c.sort
	}
	return l.Asked.with("sort", sort).address()
}

// further marks a column that decides after others: "2↓".
func (l *Listing) further(c column) string {
	switch place, down := l.sorting(c); {
	case place < 2:
		return ""
	case down:
		return strconv.Itoa(place) + "↓"
	default:
		return strconv.Itoa(place) + "↑"
	}
}

// order is the order in words where the heads of the columns do not tell it: by several fields, or by one that is not
// shown. Otherwise it is "".
func (l *Listing) order() string {
	if len(l.Query.Sort) == 0 {
		return ""
	}
	bare := strings.TrimPrefix(l.Query.Sort[0], "-")
	told := slices.ContainsFunc(l.shown(), func(c column) bool { return c.sort == bare })
	if told && len(l.Query.Sort) == 1 {
		return ""
	}
	return "Sorted by " + orderWords(l.Query.Sort)
}

// orderWords are the fields of an order in words.
func orderWords(sort []string) string {
	var words []string
	for _, name := range sort {
		bare, descends := strings.CutPrefix(strings.TrimSpace(name), "-")
		word := bare
		if field, ok := models.UserFieldNamed(bare); ok {
			word = midway(field.Label)
		}
		if descends {
			word += ", descending"
		}
		words = append(words, word)
	}
	return strings.Join(words, ", then by ")
}
