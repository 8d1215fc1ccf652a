package demo

import "math/rand/v2"

// forest is who invited whom, by number. A person came after their inviter, so there is no ring.
type forest []int32

// Inviters who have no number: nobody, and Keegan.
const (
	uninvited int32 = -1 - iota
	byKeegan
)

// Two people are there for the limits of the console: one with very many invitees, one at the top of a long chain.
// The first is a founder, the second came after them.
const (
	hub      = 5
	chainTop = founders
)

// hubSize is how many people the hub invited, chainLength how many steps the long chain has.
func hubSize(people int) int     { return min(people/25, 40_000) }
func chainLength(people int) int { return min(people/100, 10_000) }

// newForest has the skew of real invitations: who invited many is likely to invite the next one too, most people
// invite nobody, and three in a hundred came by themselves.
func newForest(n, people int, dice *rand.Rand) forest {
	f := make(forest, n)
	invitees := make([]int32, n)
	kept := make([]bool, n) // in the hub's or the chain's hands, so that these have exactly their size
	for person := range min(founders, n) {
		f[person] = byKeegan
	}
	if n <= chainTop+1 {
		if n > chainTop {
			f[chainTop] = uninvited
		}
		return f
	}
	f[chainTop] = uninvited

	inChain := make([]bool, n)
	inChain[chainTop] = true
	above := int32(chainTop)
	for _, person := range spread(chainLength(people), chainTop+1, kept, dice) {
		f[person], above = above, int32(person)
		inChain[person] = true
	}
	for _, person := range spread(hubSize(people), chainTop+1, kept, dice) {
		f[person] = hub
	}

	most := int32(max(hubSize(people)/2, 8))
	free := func(inviter int32) bool {
		return inviter >= 0 && inviter != hub && !inChain[inviter] && invitees[inviter] < most
	}
	for person := chainTop + 1; person < n; person++ {
		if kept[person] {
			continue
		}
		if odds(dice, 0.03) {
			f[person] = uninvited
			continue
		}
		inviter := int32(hub)
		for !free(inviter) {
			inviter = int32(dice.IntN(person))
			// Who invited somebody picked by chance is picked the more often, the more they invited.
			if likely := f[inviter]; free(likely) && odds(dice, 0.65) {
				inviter = likely
			}
		}
		f[person] = inviter
		invitees[inviter]++
	}
	return f
}

// spread takes k people who are still free, evenly from all who came after the first ones, in order.
func spread(k, first int, taken []bool, dice *rand.Rand) []int {
	var picked []int
	if k == 0 {
		return picked
	}
	stride := (len(taken) - first) / k
	for i := range k {
		person := first + i*stride + dice.IntN(stride)
		for taken[person] {
			person = first + i*stride + dice.IntN(stride)
		}
		taken[person] = true
		picked = append(picked, person)
	}
	return picked
}

// inviter is the id of who invited somebody, 0 if nobody did.
func (f forest) inviter(person int) int64 {
	switch inviter := f[person]; inviter {
	case uninvited:
		return 0
	case byKeegan:
		return keegan
	default:
		return id(int(inviter))
	}
}
