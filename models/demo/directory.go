package demo

import (
	"math"
	"math/rand/v2"
	"time"
)

// firstID is the id of the first person who is not from the documents.
const firstID = 100

// The directory was opened on the first day of a Persian year, and today is a day in November. No time is later, and
// none depends on when the demo is loaded.
var (
	opening = time.Date(2019, time.March, 21, 5, 30, 0, 0, time.UTC)
	today   = time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC)
)

// directory is what will be loaded. People are numbered by when they came, from 0, besides those of the documents.
type directory struct {
	people  int // with those of the documents
	seed    uint64
	made    int // without them
	invited forest
	groups  []group
	names   usernames
}

func newDirectory(people int, seed uint64) *directory {
	d := &directory{people: people, seed: seed, made: people - len(documentPeople), names: usernames{}}
	d.invited = newForest(d.made, d.people, d.dice(forForest, 0))
	d.groups = newGroups(d.people)
	return d
}

// What dice are thrown for. Each has dice of its own for each person, so that one can be asked without the others.
const (
	forForest = iota
	forPerson
	forArrival
	forStaff
	forMemberships
	forGrants
	forGroups
)

// dice are the same for the same seed, purpose and person.
func (d *directory) dice(purpose, person int) *rand.Rand {
	return rand.New(rand.NewPCG(d.seed^uint64(purpose+1)*0x9e3779b97f4a7c15, uint64(person)))
}

// id is the id of a person by number.
func id(person int) int64 { return firstID + int64(person) }

// arrived is when somebody came. Each year more came than the year before.
func (d *directory) arrived(person int) time.Time {
	share := (float64(person) + d.dice(forArrival, person).Float64()) / float64(d.made)
	return between(opening, today.Add(-6*time.Hour), math.Sqrt(share))
}

// The founders came first. Keegan invited them; the first few are admins, and all are staff.
const (
	founders      = 9
	founderAdmins = 3
)

// isStaff says who works with the console: the founders, and one in two hundred.
func (d *directory) isStaff(person int) bool {
	return person < founders || d.dice(forStaff, person).IntN(200) == 0
}

// admins are those who may have granted anything at any time.
func (d *directory) admins() []int64 {
	ids := []int64{keegan, awxAdmin}
	for person := range min(founderAdmins, d.made) {
		ids = append(ids, id(person))
	}
	return ids
}

// between is the moment at a share of the way from one to another, in microseconds as Postgres keeps them.
func between(from, to time.Time, share float64) time.Time {
	return from.Add(time.Duration(float64(to.Sub(from)) * share)).Truncate(time.Microsecond)
}

// odds is true in a given share of the throws.
func odds(dice *rand.Rand, share float64) bool { return dice.Float64() < share }

// skewed picks from a list whose first entries are more common.
func skewed[T any](dice *rand.Rand, list []T) T {
	return list[int(float64(len(list))*math.Pow(dice.Float64(), 1.5))]
}

// one picks from a list evenly.
func one[T any](dice *rand.Rand, list []T) T { return list[dice.IntN(len(list))] }
