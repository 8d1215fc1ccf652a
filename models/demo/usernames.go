package demo

import (
	"math/rand/v2"
	"strconv"
	"strings"
)

// usernames makes usernames that people would choose, and none twice. It counts how often each word was taken: a word
// holds no digit, and the same word gets another number each time.
type usernames map[string]int

func (u usernames) next(dice *rand.Rand, first, last string) string {
	word := first
	number := true
	switch at := dice.IntN(20); {
	case at < 6:
		word, number = first+"."+last, odds(dice, 0.35)
	case at < 10:
		word, number = first+"_"+last, odds(dice, 0.35)
	case at < 13:
		word, number = first+last, odds(dice, 0.35)
	case at < 16:
		word, number = first[:1]+"."+last, odds(dice, 0.5)
	}
	taken := u[word]
	u[word]++
	chosen := word
	if number || taken > 0 {
		chosen += strconv.Itoa(nth(taken, len(word)*31+int(word[0])))
	}
	if odds(dice, 0.06) {
		chosen = strings.ToUpper(chosen[:1]) + chosen[1:]
	}
	for _, p := range documentPeople {
		if strings.EqualFold(p.Username, chosen) {
			return u.next(dice, first, last)
		}
	}
	return chosen
}

// nth is the n-th number behind a word: first those of two digits, as of a year of birth, then those of four, in no
// plain order; then as many as it takes. None comes twice for the same start.
func nth(n, start int) int {
	const short, long = 90, 9000
	switch {
	case n < short:
		return 10 + (start+n*37)%short // 37 and 90 have no common factor, nor have those below
	case n < short+long:
		return 1000 + (start+n*7001)%long
	default:
		return 10_000 + n
	}
}
