package layout

import (
	"net/url"
	"slices"
	"strings"
)

// Search is what stands in the search box.
type Search struct {
	Text string
	Live bool // the page has a list that answers while one types; inputs of the form "search" in it are what the list keeps
}

// Param is one parameter of an address.
type Param struct{ Name, Value string }

// under says whether an address lies under another.
func under(path, parent string) bool {
	path, _, _ = strings.Cut(path, "?")
	return strings.HasPrefix(strings.TrimSuffix(path, "/")+"/", parent)
}

// headline names an error for a person.
func headline(status int) string {
	switch status {
	case 400:
		return "This was not understood"
	case 403:
		return "You may not see this"
	case 404:
		return "Not found"
	case 405:
		return "Not possible here"
	case 413, 414, 431:
		return "Too long"
	case 421:
		return "Wrong address"
	case 429:
		return "Too many attempts"
	case 503:
		return "The database is away"
	}
	if status >= 500 {
		return "Something went wrong"
	}
	return "This did not work"
}

// guess is what somebody may have looked for who came to an address with nothing behind it: its last part.
func guess(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	last := parts[len(parts)-1]
	if len(last) > 60 || slices.Contains([]string{"users", "invites", "settings", "me", "login", "logout"}, last) {
		return ""
	}
	return last
}

// here is an address on this console, for a link to it: "//elsewhere" is one on another.
func here(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.HasPrefix(path, "/\\") {
		return "/"
	}
	return path
}

// referrer is the policy of a page about what others are told of its address.
func referrer(f *Frame) string {
	if f.Referrer == "" {
		return "same-origin"
	}
	return f.Referrer
}
