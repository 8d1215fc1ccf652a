package models

import (
	"context"
	"strings"

	"github.com/uptrace/bun/dialect/pgdialect"
)

// Match is a text that should name somebody, and whom it names: nobody, one, or several, who are not all listed.
type Match struct {
	Text   string
	People []Person
}

// MostLookups is how many texts can be looked up at once.
const MostLookups = 1000

// MostNamesakes is how many of those are sure to be listed who bear one name.
const MostNamesakes = 5

// Lookup finds whom each text of a list names, in two statements: by id, username, e-mail address, mobile number or
// invite code, and else by the whole name. Each text is looked up once, in the order of the list.
func (s *Store) Lookup(ctx context.Context, texts []string) ([]Match, error) {
	var matches []Match
	seen := map[string]bool{}
	for _, text := range texts {
		if text = strings.Join(strings.Fields(text), " "); text != "" && !seen[text] {
			seen[text] = true
			matches = append(matches, Match{Text: text})
		}
	}
	every := func(*Match) bool { return true }
	if err := s.match(ctx, matches, every, sqlLookup); err != nil {
		return nil, wrap(err, "look up %d texts", len(matches))
	}
	nameless := func(m *Match) bool { return len(m.People) == 0 && len([]rune(m.Text)) > 2 && legible(m.Text) }
	err := s.match(ctx, matches, nameless, sqlLookupNames, MostNamesakes+1)
	return matches, wrap(err, "look up names")
}

// match looks up those of the matches that some condition picks.
func (s *Store) match(ctx context.Context, matches []Match, picks func(*Match) bool, query string, args ...any) error {
	var picked []*Match
	var texts []string
	for i := range matches {
		if m := &matches[i]; picks(m) {
			picked, texts = append(picked, m), append(texts, asciiDigits(m.Text))
		}
	}
	if len(texts) == 0 {
		return nil
	}
	var rows []struct {
		Person `bun:",extend"`
		N      int
	}
	if err := s.ask(ctx, &rows, query, append([]any{pgdialect.Array(texts)}, args...)...); err != nil {
		return err
	}
	for _, row := range rows {
		if m := picked[row.N-1]; len(m.People) <= MostNamesakes {
			m.People = append(m.People, row.Person)
		}
	}
	return nil
}
