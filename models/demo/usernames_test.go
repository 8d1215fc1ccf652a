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

func TestForestOfAMillion(t *testing.T) {
	d := newDirectory(1_000_000, 1)
	invitees, depth := make([]int, d.made), make([]int, d.made)
	most, deepest, second, leaves := 0, 0, 0, d.made
	for person, inviter := range d.invited {
		if inviter < 0 {
			continue
		}
		if int(inviter) >= person {
			t.Fatalf("%d was invited by %d", person, inviter)
		}
		if invitees[inviter] == 0 {
			leaves--
		}
		invitees[inviter]++
		depth[person] = depth[inviter] + 1
		deepest = max(deepest, depth[person])
	}
	for person, n := range invitees {
		if most = max(most, n); person != hub {
			second = max(second, n)
		}
	}
	if most != 40_000 || invitees[hub] != most || deepest != 10_000 {
		t.Errorf("the biggest inviter has %d invitees, the hub %d; the longest chain is %d", most, invitees[hub], deepest)
	}
	if second < 1000 || second > 20_000 || leaves < 600_000 {
		t.Errorf("the second inviter has %d invitees, and %d people have none", second, leaves)
	}
	t.Logf("second %d, leaves %d", second, leaves)
}
