package signals

import (
	"strings"
	"time"
	"unicode"

	"roster/models"
	"roster/views/ui"
)

// Rows is a signal and the rows behind it.
type Rows struct{ models.SignalRows }

// RowsShown is how many rows a page has; a CSV has as many as are looked at.
const RowsShown = 100

func (r Rows) isTries() bool { return r.Kind == models.TriedLater }

// all is how many rows there are.
func (r Rows) all() int64 {
	s := r.Signal()
	switch {
	case s == nil:
		return 0
	case s.Kind == models.SingleChain && !s.Cut:
		return s.Count + 1 // and whom the last of them invited
	}
	return s.Count
}

// shownOf says how many rows are on the page where that is not all.
func (r Rows) shownOf() string {
	n := int64(len(r.Rows))
	if n >= r.all() {
		return ""
	}
	text := "The first " + ui.Number(n) + " of " + ui.Number(r.all()) + "."
	if s := r.Signal(); s.Of > models.BranchSeen && (r.Kind == models.ManyDeactivated || r.Kind == models.ManyUnverified) {
		text += " They are looked for among the nearest " + ui.Number(models.BranchSeen) + " people of the branch."
	}
	return text
}

func (r Rows) said() string {
	if r.isTries() {
		return ui.Count(int64(len(r.Rows)), "try", "tries")
	}
	return ui.Count(int64(len(r.Rows)), "person", "people")
}

func (r Rows) address() string {
	return rowsAddress(models.Signal{Kind: r.Kind, Inviter: r.Inviter})
}

func (r Rows) csv() string { return r.address() + "?format=csv" }

// piece is a stretch of a text, shared with the others or not.
type piece struct {
	text   string
	shared bool
}

// number cuts a telephone number, however it is written, before the last three digits: what comes before is its block.
func (r Rows) number(text string) []piece {
	end := len(text)
	if r.Kind != models.NumberBlock || end == 0 {
		return []piece{{text, false}}
	}
	for range 3 {
		end = max(0, strings.LastIndexFunc(text[:end], unicode.IsDigit))
	}
	return []piece{{text[:end], true}, {text[end:], false}}
}

// email cuts an e-mail address into what it shares with others and the rest.
func (r Rows) email(text string) []piece {
	local, domain, whole := strings.Cut(text, "@")
	if !whole {
		return []piece{{text, false}}
	}
	switch r.Kind {
	case models.RareDomain:
		return []piece{{local + "@", false}, {domain, true}}
	case models.OneMailbox:
		box, tag, tagged := strings.Cut(local, "+")
		if !tagged {
			return []piece{{text, true}}
		}
		return []piece{{box, true}, {"+" + tag, false}, {"@" + domain, true}}
	case models.OnlyDigits:
		return append(butForDigits(local), piece{"@" + domain, true})
	}
	return []piece{{text, false}}
}

// butForDigits cuts a text between digits and all else.
func butForDigits(text string) (pieces []piece) {
	for text != "" {
		shared := !isDigit(rune(text[0]))
		end := strings.IndexFunc(text, func(c rune) bool { return isDigit(c) == shared })
		if end < 0 {
			end = len(text)
		}
		pieces, text = append(pieces, piece{text[:end], shared}), text[end:]
	}
	return pieces
}

// isDigit says whether a letter of an address is a digit to those who compare addresses.
func isDigit(c rune) bool { return '0' <= c && c <= '9' }

// joined says when somebody joined: to the second, since a burst is over in minutes.
func joined(t time.Time) string { return t.UTC().Format("2 Jan 2006, 15:04:05") }

// tried is what was tried.
var tried = map[models.Outcome]string{
	models.Retired: "An invite code from before", models.TakenBack: "A revoked link", models.Replaced: "A link that a newer one took the place of",
}
