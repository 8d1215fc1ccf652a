package users

// narrower is a likely way to ask for less.
type narrower struct{ what, address string }

// narrowing says how to ask for less.
func (l *Listing) narrowing() string {
	text := "Too many people have to be looked at. What you asked for is kept: add a filter that leaves fewer"
	if l.Query.Search != "" {
		text += ", or type more letters, since words of three letters and more are found at once"
	}
	return text + "."
}

// narrower are filters that leave far fewer people, as far as they are not asked for already, and without the order,
// which may be what takes so long.
func (l *Listing) narrower() []narrower {
	var ways []narrower
	for _, way := range []struct{ what, name, value string }{
		{"Staff only", "is_staff", "true"}, {"Verified e-mail only", "email_verified", "true"}, {"Active only", "is_active", "true"},
	} {
		if l.Asked.get(way.name) == "" {
			ways = append(ways, narrower{way.what, l.Asked.with(way.name, way.value).address()})
		}
	}
	if l.Asked.get("sort") != "" {
		ways = append(ways, narrower{"In no particular order", l.without("sort")})
	}
	return ways
}
