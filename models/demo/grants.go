package demo

import (
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"roster/models"
)

// grants writes what groups grant, and what a few people hold directly: most of the staff, and hardly anybody else.
func (l *loader) grants(d *directory) error {
	if err := l.copy("group_permissions", []string{"group_id", "permission_id", "granted_by", "granted_at"}, 0, func(r *rows) {
		admins, dice := d.admins(), d.dice(forGroups, 0)
		for i, g := range d.groups {
			for _, p := range ids(g.grants) {
				r.add(int64(i+1), p, one(dice, admins), between(opening, today, 0.3+0.6*dice.Float64()))
			}
		}
	}); err != nil {
		return err
	}
	return l.copy("user_permissions", []string{"user_id", "permission_id", "granted_by", "granted_at"}, 0, func(r *rows) {
		for _, g := range documentGrants {
			r.add(g.user, g.permission, int64(keegan), at("2026-02-21T07:37:56.219930Z"))
		}
		admins := d.admins()
		for person := range d.made {
			dice := d.dice(forGrants, person)
			codes := directGrants(dice, d.isStaff(person))
			for _, p := range ids(codes) {
				r.add(id(person), p, one(dice, admins), d.since(dice, d.arrived(person)))
			}
		}
	})
}

// directGrants are the codes of what somebody may do by themself.
func directGrants(dice *rand.Rand, staff bool) []int {
	var codes []int
	switch {
	case staff:
		if odds(dice, 0.6) {
			codes = append(codes, models.ReadUsers)
		}
		for range dice.IntN(8) {
			codes = append(codes, code(dice.IntN(len(resources)), dice.IntN(len(actions))))
		}
	case odds(dice, 0.015):
		for range 1 + dice.IntN(2) {
			codes = append(codes, code(dice.IntN(len(resources)), reading))
		}
	}
	return codes
}

// ids gives the ids of permissions by their codes, each once, in order.
func ids(codes []int) []int64 {
	set := map[int64]bool{}
	for _, code := range codes {
		set[permissionIDs[code]] = true
	}
	return slices.Sorted(maps.Keys(set))
}

// since is a moment after another one, sooner rather than later.
func (d *directory) since(dice *rand.Rand, from time.Time) time.Time {
	share := dice.Float64()
	return between(from, today, share*share)
}
