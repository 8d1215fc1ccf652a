package models

import "context"

// Permission is a right to do something. Clients know it by Code; ids differ between installations.
type Permission struct {
	ID   int64
	Code int
	Name string
}

// Codes of the permissions that decide over roster's own doors (shared names: the catalogue of the hamgam API, §1.12).
const (
	ReadUsers       = 1222 // see people: /api/users/:id, /users/, /users/{id}/
	UpdateUsers     = 1223 // change people: act on a branch, except for who may sign in, which admins decide
	MakeInviteCodes = 1226 // make and remake invite codes: /api/users/:id/invite_code
)

// Right is a permission that somebody holds, with every reason why.
type Right struct {
	Permission
	Direct bool
	Via    []Path `bun:"type:jsonb"`
}

// Path is a way in which a right reaches somebody: they are a member of Member, and Group grants it. The two are the
// same group, or Group stands above Member.
type Path struct {
	Member Group
	Group  Group
}

// Rights lists everything a person may do and why, by code, in one statement.
func (s *Store) Rights(ctx context.Context, id int64) ([]Right, error) {
	var rights []Right
	err := s.all(ctx, &rights, sqlRights, id)
	return rights, wrap(err, "rights of user %d", id)
}
