package models

import (
	"context"
	"slices"

	queries "roster/models/sql"
)

// Ancestry is the way from somebody up to the root of their branch.
type Ancestry struct {
	Depth int      // how many people stand above
	Root  *Person  // nil: they are a root themself
	Near  []Person // the nearest inviters, the farthest first, without the root

	Endless bool // there is no root: somebody past the triggers made a ring, or a chain deeper than any
}

// Skipped is how many people stand between the root and the nearest.
func (a Ancestry) Skipped() int {
	if a.Root == nil {
		return 0
	}
	return a.Depth - 1 - len(a.Near)
}

// Under is the way to the root of somebody who would stand right below p, where a is that of p.
func (a Ancestry) Under(p Person) Ancestry {
	if a.Root == nil {
		return Ancestry{Depth: 1, Root: &p}
	}
	return Ancestry{Depth: a.Depth + 1, Root: a.Root, Near: append(slices.Clone(a.Near), p)}
}

// IDs are those of the people who are named.
func (a Ancestry) IDs() (ids []int64) {
	if a.Root != nil {
		ids = append(ids, a.Root.ID)
	}
	for _, p := range a.Near {
		ids = append(ids, p.ID)
	}
	return ids
}

var sqlPath = queries.Read("path")

// Ancestry reads the way to the root, in one statement: the near inviters and the root.
func (s *Store) Ancestry(ctx context.Context, id int64, near int) (Ancestry, error) {
	var rows []struct {
		Depth   int
		Endless bool
		Person
	}
	if err := s.all(ctx, &rows, sqlPath, id, near); err != nil {
		return Ancestry{}, wrap(err, "path of user %d", id)
	}
	if len(rows) == 0 {
		return Ancestry{}, nil
	}
	last := len(rows) - 1
	a := Ancestry{Depth: rows[last].Depth, Root: &rows[last].Person, Endless: rows[last].Endless}
	for _, row := range slices.Backward(rows[:last]) {
		a.Near = append(a.Near, row.Person)
	}
	return a, nil
}
