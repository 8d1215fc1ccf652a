package demo

import (
	"math/rand/v2"
	"testing"
)

func TestNumbersComeOnce(t *testing.T) {
	seen := map[string]bool{}
	for person := range 200_000 {
		for _, text := range []string{iranianMobile(7, person), foreignMobile(rand.New(rand.NewPCG(1, uint64(person))), 7, person), inviteCode(7, person)} {
			if seen[text] {
				t.Fatalf("%s came twice", text)
			}
			seen[text] = true
		}
	}
}
