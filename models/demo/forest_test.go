package demo

import "testing"

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
}
