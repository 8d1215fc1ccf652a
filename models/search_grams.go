package models

import (
	"cmp"
	"context"
	"log/slog"
	"math"
	"slices"
	"strings"
	"sync"
	"time"
)

// grams knows who of a sample of people has which three characters in what is searched. A nil one knows nothing.
type grams struct {
	people  float64            // all of them, not only those of the sample
	dense   bool               // their ids lie close together, see user_steps.go
	many    float64            // how many are so many that they are counted stretch by stretch, see user_first.go
	sampled []int16            // the numbers of those of the sample
	having  map[string][]int16 // the numbers of those who have the characters, in order
}

// Which characters lead to people: few enough to be few together, and no more of them, since each has a list that must
// be gone through.
const (
	mostKeys = 4
	fewFound = 300
)

// keys picks from the words of a search the characters that lead to fewest people together, three at a time. All of
// them stand in what is searched where the words do. None where it is not known that they do: see plainly.
func (g *grams) keys(words []string) (keys []string) {
	if g == nil {
		return nil
	}
	pieces := pieces(words)
	slices.SortStableFunc(pieces, func(a, b string) int { return cmp.Compare(len(g.having[a]), len(g.having[b])) })
	for left := g.sampled; len(pieces) > 0 && len(keys) < mostKeys; {
		next, leaves := 0, common(left, g.having[pieces[0]])
		for i, piece := range pieces[1:] {
			if fewer := common(left, g.having[piece]); len(fewer) < len(leaves) {
				next, leaves = 1+i, fewer
			}
		}
		keys, left = append(keys, pieces[next]), leaves
		pieces = slices.Delete(pieces, next, next+1)
		if g.among(left) < fewFound {
			break
		}
	}
	for len(keys) > 0 && len(keys) < mostKeys {
		keys = append(keys, keys[0]) // as many each time: so all searches are one query
	}
	return keys
}

// about is how many people a search finds by its words, give or take; 0 where that is not known.
func (g *grams) about(words []string) float64 {
	if g == nil || len(pieces(words)) == 0 {
		return 0
	}
	left := g.sampled
	for _, piece := range pieces(words) {
		left = common(left, g.having[piece])
	}
	return g.among(left)
}

// among is how many people are like some of the sample, give or take.
func (g *grams) among(some []int16) float64 {
	return (float64(len(some)) + 0.5) / float64(len(g.sampled)) * g.people
}

// pieces are the characters of words, three at a time and plainly spelled. A word of two stands at a beginning.
func pieces(words []string) (pieces []string) {
	for _, word := range words {
		runes := []rune(unmarked.Replace(word))
		if len(runes) == 2 {
			if piece, ok := plainly(runes); ok {
				pieces = append(pieces, " "+piece)
			}
		}
		for at := 0; at+3 <= len(runes); at++ {
			if piece, ok := plainly(runes[at : at+3]); ok {
				pieces = append(pieces, piece)
			}
		}
	}
	return pieces
}

// common are the numbers in both of two lists.
func common(a, b []int16) (both []int16) {
	for len(a) > 0 && len(b) > 0 {
		switch cmp.Compare(a[0], b[0]) {
		case -1:
			a = a[1:]
		case 1:
			b = b[1:]
		default:
			both = append(both, a[0])
			a, b = a[1:], b[1:]
		}
	}
	return both
}

// plainly spells characters as fold does in SQL, in any database: false for those of which that is not certain. A
// capital I is one, since in Turkish it is not that of i.
func plainly(runes []rune) (text string, ok bool) {
	for _, r := range runes {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', slices.Contains(persian, r):
		case r >= 'A' && r <= 'Z' && r != 'I':
			r += 'a' - 'A'
		case r >= '۰' && r <= '۹':
			r -= '۰' - '0'
		case r >= '٠' && r <= '٩':
			r -= '٠' - '0'
		case r == 'ي' || r == 'ى':
			r = 'ی'
		case r == 'ك':
			r = 'ک'
		default:
			return "", false
		}
		text += string(r)
	}
	return text, true
}

// unmarked takes out a few of the characters that fold does: joiners, and the marks that Persian is written with.
var unmarked = strings.NewReplacer("\u200b", "", "\u200c", "", "\u200d", "", "\u0640", "", "\u064b", "", "\u064c", "", "\u064d", "",
	"\u064e", "", "\u064f", "", "\u0650", "", "\u0651", "", "\u0652", "", "\u0654", "", "\u0670", "")

var persian = []rune("ءابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی")

// gramStore keeps the grams of a directory, and takes a new sample now and then.
type gramStore struct {
	mu     sync.Mutex
	grams  *grams
	next   time.Time // when to take the next sample
	taking sync.WaitGroup
	busy   bool

	until context.Context // ends with the store
	stop  context.CancelFunc
}

// A sample serves for ten minutes. Where there was none to take, for few people or for an error, it is tried again sooner.
const (
	sampleEvery = 10 * time.Minute
	sampleAgain = time.Minute
)

// One of 500 people is in a sample, but 3,000 at least, and 20,000 at most. Fewer than 50,000 need none: there, any
// way to search is quick.
const (
	sampledOf   = 500
	leastSample = 3_000
	mostSample  = 20_000
	fewPeople   = 50_000
)

// rareGrams is what is known of the directory's grams; nil where nothing is, or where few people are. It waits for
// nothing: what it lacks it has read by the time of a later search.
func (s *Store) rareGrams() *grams {
	s.grams.mu.Lock()
	defer s.grams.mu.Unlock()
	if !s.grams.busy && time.Now().After(s.grams.next) && s.grams.until.Err() == nil {
		s.grams.busy = true
		s.grams.taking.Go(s.takeGrams)
	}
	return s.grams.grams
}

// close waits for a sample that is being taken. There is none after it.
func (g *gramStore) close() {
	g.mu.Lock()
	g.stop()
	g.mu.Unlock()
	g.taking.Wait()
}

// takeGrams takes a sample in place of the last, which stays where there is no new one.
func (s *Store) takeGrams() {
	g, err := s.sampleGrams(s.grams.until, fewPeople)
	if err != nil && s.grams.until.Err() == nil {
		slog.Warn("no sample of what is searched was taken", "error", err)
	}
	s.grams.mu.Lock()
	defer s.grams.mu.Unlock()
	s.grams.busy, s.grams.next = false, time.Now().Add(sampleAgain)
	if g != nil {
		s.grams.grams, s.grams.next = g, time.Now().Add(sampleEvery)
	}
}

// sampleGrams takes a sample, unless there are fewer people than so many.
func (s *Store) sampleGrams(ctx context.Context, fewest float64) (*grams, error) {
	g := &grams{many: manyFound, having: map[string][]int16{}}
	_, err := s.row(ctx, "select coalesce(sum(m.count), 0)::float8, coalesce(sum(m.count) > 100 * count(distinct m.stretch), false) from user_marks m where m.field = 'id'", nil, &g.people, &g.dense)
	if err != nil || g.people < fewest {
		return nil, err
	}
	var texts []string
	if err := s.all(ctx, &texts, "select u.search from users u tablesample system ($1)", min(100, 100*min(max(g.people/sampledOf, leastSample), mostSample)/g.people)); err != nil || len(texts) == 0 {
		return nil, err
	}
	for n, text := range texts[:min(len(texts), math.MaxInt16)] {
		g.add(int16(n), text)
	}
	return g, nil
}

// add brings somebody into the sample.
func (g *grams) add(number int16, searched string) {
	g.sampled = append(g.sampled, number)
	runes := []rune(searched)
	for at := 0; at+3 <= len(runes); at++ {
		piece := string(runes[at : at+3])
		if having := g.having[piece]; len(having) == 0 || having[len(having)-1] != number {
			g.having[piece] = append(having, number)
		}
	}
}
