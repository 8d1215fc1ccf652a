package models

import "context"

// SavedView is a list of people that somebody kept under a name.
type SavedView struct {
	ID     int64
	Name   string
	Query  string // of the list's address
	Shared bool   // everybody who may see lists may open it
	Owner  Person
}

// MostViews is how many views somebody may keep.
const MostViews = 100

// How long a view may be: its name in characters, its query in bytes, so that it still is an address.
const (
	maxViewName  = 80
	maxViewQuery = 8 << 10
)

// MayOpen says whether somebody may open a view: their own, and shared ones.
func (v *SavedView) MayOpen(who *Viewer) bool { return v.Shared || v.Owner.ID == who.ID }

// MayChange says whether somebody may change a view: its owner, and of a shared one admins.
func (v *SavedView) MayChange(who *Viewer) bool {
	return v.Owner.ID == who.ID || v.Shared && who.IsAdmin
}

const savedViews = `select v.id, v.name, v.query, v.shared, packed(u.id::text) || packed(u.username) || packed(u.first_name) ||
		packed(u.last_name) || packed(case when u.is_active then 't' end) as owner
	from saved_views v join users u on u.id = v.owner_id where `

// SavedViews lists the views that somebody may open: their own by name, then those that others share.
func (s *Store) SavedViews(ctx context.Context, who *Viewer) ([]SavedView, error) {
	var views []SavedView
	err := s.all(ctx, &views, savedViews+"v.owner_id = $1 or v.shared order by v.owner_id <> $1, lower(v.name), v.id limit 1000", who.ID)
	return views, wrap(err, "views of user %d", who.ID)
}

// SavedView finds a view that somebody may open; one that they may not is ErrNotFound.
func (s *Store) SavedView(ctx context.Context, who *Viewer, id int64) (*SavedView, error) {
	v := new(SavedView)
	err := s.one(ctx, v, savedViews+"v.id = $1 and (v.owner_id = $2 or v.shared)", id, who.ID)
	return v, wrap(err, "view %d", id)
}
