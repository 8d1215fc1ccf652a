package users

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"roster/models"
)

// Lookup is a pasted list, and whom its lines name.
type Lookup struct {
	List    string // as it was pasted
	Fault   string // why it was not looked up
	Matches []models.Match
}

// Found are the matches with one person, Ambiguous those with several, Missing those with none.
func (l Lookup) Found() []models.Match { return l.with(func(n int) bool { return n == 1 }) }

// Ambiguous are the matches with several people.
func (l Lookup) Ambiguous() []models.Match { return l.with(func(n int) bool { return n > 1 }) }

// Missing are the matches with nobody.
func (l Lookup) Missing() []models.Match { return l.with(func(n int) bool { return n == 0 }) }

func (l Lookup) with(picks func(people int) bool) []models.Match {
	var picked []models.Match
	for _, m := range l.Matches {
		if picks(len(m.People)) {
			picked = append(picked, m)
		}
	}
	return picked
}

// asList is the address of the list of all who were found.
func (l Lookup) asList() string {
	var ids []string
	for _, m := range l.Found() {
		ids = append(ids, strconv.FormatInt(m.People[0].ID, 10))
	}
	return "/users/?id__in=" + url.QueryEscape(strings.Join(ids, ","))
}

func texts(matches []models.Match) string {
	return strings.Join(each(matches, func(m models.Match) string { return m.Text }), "\n")
}

// LookupJSON is a lookup for a program.
func LookupJSON(_ context.Context, l Lookup) any {
	type found struct {
		Text string `json:"text"`
		User person `json:"user"`
	}
	type ambiguous struct {
		Text  string   `json:"text"`
		Users []person `json:"users"`
	}
	return struct {
		Found     []found     `json:"found"`
		Ambiguous []ambiguous `json:"ambiguous"`
		Missing   []string    `json:"missing"`
	}{
		each(l.Found(), func(m models.Match) found { return found{m.Text, personOf(m.People[0])} }),
		each(l.Ambiguous(), func(m models.Match) ambiguous { return ambiguous{m.Text, each(m.People, personOf)} }),
		each(l.Missing(), func(m models.Match) string { return m.Text }),
	}
}
