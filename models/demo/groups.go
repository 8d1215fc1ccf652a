package demo

import (
	"math/rand/v2"
	"slices"
	"sort"
	"strings"

	"roster/models"
)

// group is a group, whose id is its place in the list, from 1.
type group struct {
	name, notes string
	parent      int64
	grants      []int // codes
}

// divisions stand at the top, each with its departments, and these with teams in cities.
var divisions = []struct {
	name        string
	departments []string
}{
	{"Operations", []string{"Procurement", "Facilities", "Quality Control", "امور اداری"}},
	{"Commerce", []string{"Retail Sales", "Wholesale", "Marketplace", "فروش سازمانی"}},
	{"Finance", []string{"Accounting", "Treasury", "Payroll", "حسابرسی داخلی"}},
	{"Technology", []string{"Platform Engineering", "Data", "Information Security", "پشتیبانی فنی"}},
	{"People", []string{"Recruiting", "Learning", "Compensation", "رفاه کارکنان"}},
	{"Marketing", []string{"Brand", "Performance Marketing", "Content", "روابط عمومی"}},
	{"Customer Care", []string{"Contact Centre", "Returns", "Loyalty Club", "باشگاه مشتریان"}},
	{"Logistics", []string{"Warehousing", "Last Mile", "Fleet", "توزیع شهری"}},
	{"Legal", []string{"Contracts", "Compliance", "Privacy", "امور حقوقی"}},
	{"Research", []string{"Product Research", "Pricing", "Laboratory", "تحقیق و توسعه"}},
}

var cities = []string{"Tehran", "Isfahan", "Mashhad", "تبریز", "Shiraz"}

// newGroups lists the groups for so many people: those of the documents, then divisions, departments and teams. A
// shorter list is the beginning of the longest one, and has all three levels early on.
func newGroups(people int) []group {
	groups := slices.Clone(documentGroups)
	add := func(g group) int64 {
		groups = append(groups, g)
		return int64(len(groups))
	}
	var tops, middles []int64
	for i, d := range divisions {
		var grants []int
		for resource := i; resource < len(resources); resource += 2 * len(divisions) {
			grants = append(grants, code(resource, reading))
		}
		if i%3 == 0 {
			grants = append(grants, models.ReadUsers)
		}
		tops = append(tops, add(group{name: d.name, notes: "With " + strings.Join(d.departments, ", ") + ".", grants: grants}))
	}
	team := func(middle int64, city string) {
		grants := []int{code(int(middle*3)%len(resources), updating)}
		if middle%4 == 0 {
			grants = append(grants, code(int(middle*3)%len(resources), deleting))
		}
		add(group{name: groups[middle-1].name + ", " + city, parent: middle, grants: grants})
	}
	for round := range len(divisions[0].departments) {
		for i, d := range divisions {
			var grants []int
			for action := range deleting {
				grants = append(grants, code((i*7+round*11)%len(resources), action), code((i*5+round*3+action)%len(resources), reading))
			}
			middles = append(middles, add(group{name: d.departments[round], parent: tops[i], grants: grants}))
		}
		for _, middle := range middles[round*len(divisions):] {
			team(middle, cities[0])
		}
	}
	for _, city := range cities[1:] {
		for _, middle := range middles {
			team(middle, city)
		}
	}
	return groups[:min(10+people/50, 200)]
}

// groups writes the groups. Parents stand before those below them.
func (l *loader) groups(d *directory) error {
	return l.copy("groups", []string{"id", "name", "notes", "parent_id", "created_at", "updated_at"}, len(d.groups), func(r *rows) {
		dice := d.dice(forGroups, 1)
		for i, g := range d.groups {
			created := between(opening, today, 0.2*dice.Float64())
			r.add(int64(i+1), g.name, g.notes, g.parent, created, d.since(dice, created))
		}
	})
}

// memberships writes who is in which group: three in five people, in three groups each, in a few of them very often.
func (l *loader) memberships(d *directory) error {
	columns := []string{"user_id", "group_id", "granted_by", "granted_at"}
	return l.copy("user_groups", columns, d.made*9/5, func(r *rows) {
		for _, m := range documentMemberships {
			r.add(m.user, m.group, int64(keegan), at("2026-02-21T07:36:12Z"))
		}
		draw := d.lottery()
		granters := d.admins()
		for person := range d.made {
			dice := d.dice(forMemberships, person)
			if odds(dice, 0.6) {
				joined := d.arrived(person)
				for _, g := range draw(dice, one(dice, sizes)) {
					r.add(id(person), g, granter(dice, granters), d.since(dice, joined))
				}
			}
			if d.isStaff(person) && person >= founderAdmins {
				granters = append(granters, id(person))
			}
		}
	})
}

// sizes are of how many groups somebody is a member, as often as they occur. Their mean is three.
var sizes = []int{1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 5, 5, 6, 7}

// granter is who added a member: nobody knows any more, or somebody of the staff at that time.
func granter(dice *rand.Rand, staff []int64) int64 {
	if odds(dice, 0.05) {
		return 0
	}
	return one(dice, staff)
}

// lottery draws so many different groups, besides those of the documents: the one that is drawn most, twice as often
// as the second, three times as often as the third.
func (d *directory) lottery() func(dice *rand.Rand, n int) []int64 {
	open := len(d.groups) - len(documentGroups)
	order := d.dice(forGroups, 2).Perm(open)
	upTo := make([]float64, open)
	sum := 0.0
	for rank := range open {
		sum += 1 / float64(rank+1)
		upTo[rank] = sum
	}
	return func(dice *rand.Rand, n int) []int64 {
		var drawn []int64
		for len(drawn) < min(n, open) {
			rank := min(sort.SearchFloat64s(upTo, dice.Float64()*sum), open-1)
			g := int64(len(documentGroups) + order[rank] + 1)
			if !slices.Contains(drawn, g) {
				drawn = append(drawn, g)
			}
		}
		slices.Sort(drawn)
		return drawn
	}
}
