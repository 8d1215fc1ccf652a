package users

import "strconv"

// turn is what is asked for with another page: by its number, and by the place where it begins or ends, so that nobody
// is skipped when people come and go meanwhile.
func (l *Listing) turn(page int, which, place string) string {
	return l.Asked.with("limit", limitText(l.Query.Limit), "page", strconv.Itoa(page), which, place).address()
}

func (l *Listing) next() string { return l.turn(l.Query.Page+1, "after", l.Last) }

func (l *Listing) previous() string {
	if l.Query.Page <= 2 {
		return l.Asked.address()
	}
	return l.turn(l.Query.Page-1, "before", l.First)
}

// here is what is asked for with the page that is shown.
func (l *Listing) here() Asked {
	return l.page(l.Asked).with("after", l.Query.After, "before", l.Query.Before)
}
