package demo

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestUsernamesComeOnce(t *testing.T) {
	names, dice, seen := usernames{}, rand.New(rand.NewPCG(1, 1)), map[string]bool{}
	for range 60_000 { // more than there are numbers of four digits
		name := strings.ToLower(names.next(dice, "michael", "chen"))
		if seen[name] || name == "michael_chen" {
			t.Fatalf("%s came twice", name)
		}
		seen[name] = true
	}
}
