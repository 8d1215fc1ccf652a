// Package keys tells the keys by which the console is used.
package keys

// group are the keys of one place.
type group struct {
	where string
	keys  []key
}

type key struct {
	keys []string // any of them
	does string
}

var groups = []group{
	{"Everywhere", []key{
		{[]string{"/"}, "search"},
		{[]string{"?"}, "these keys"},
		{[]string{"Esc"}, "close what is open; empty the search"},
		{[]string{"Ctrl Enter", "⌘ Enter"}, "send the form you are typing in"},
	}},
	{"In a list of people", []key{
		{[]string{"J", "↓"}, "next row"},
		{[]string{"K", "↑"}, "previous row"},
		{[]string{"Enter"}, "open the person’s page"},
		{[]string{"O"}, "peek: the person in brief, beside the list"},
		{[]string{"F"}, "add a filter"},
		{[]string{"]"}, "next page"},
		{[]string{"["}, "previous page"},
	}},
}

// Keys needs nothing to be loaded.
type Keys struct{}
