package models

import (
	"context"
	"slices"
)

// Preferences are how somebody wants to see lists.
type Preferences struct {
	Columns  string // names in order, as an address spells them; "" for the usual ones
	Density  string // one of Densities
	PageSize int    // one of PageSizes
}

// What there is to choose from: the first of each is the usual one.
var (
	Densities = []string{"normal", "compact", "roomy"}
	PageSizes = []int{UsualLimit, 50, MostLimit}
)

// PreferenceChange says which preferences become what; nil leaves one as it is.
type PreferenceChange struct {
	Columns  *string
	Density  *string
	PageSize *int
}

// SavePreferences changes how somebody sees lists. It is of no consequence to anybody else, and has no audit entry.
func (s *Store) SavePreferences(ctx context.Context, userID int64, c PreferenceChange) error {
	faults := Invalid{}
	if c.Columns != nil && len(*c.Columns) > 1000 {
		faults["columns"] = []string{"Choose fewer columns."}
	}
	if c.Density != nil && !slices.Contains(Densities, *c.Density) {
		faults["density"] = []string{"Choose normal, compact or roomy."}
	}
	if c.PageSize != nil && !slices.Contains(PageSizes, *c.PageSize) {
		faults["limit"] = []string{"Choose 20, 50 or 100 rows."}
	}
	if len(faults) > 0 {
		return faults
	}
	_, err := s.exec(ctx, `insert into preferences as p (user_id, columns, density, page_size)
		values ($1, coalesce($2::text, ''), coalesce($3::text, 'normal'), coalesce($4::int, 20))
		on conflict (user_id) do update set columns = coalesce($2::text, p.columns),
			density = coalesce($3::text, p.density), page_size = coalesce($4::int, p.page_size)`, userID, c.Columns, c.Density, c.PageSize)
	return wrap(err, "preferences of user %d", userID)
}
