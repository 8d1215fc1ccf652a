package models

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	queries "roster/models/sql"
)

var sqlGroupsWithin = queries.Read("groups_within")

// GroupsWithin lists the groups into which somebody may put others: those that grant nothing, by themselves or by the
// groups above them, which they do not hold themself. Admins may put people into any.
func (s *Store) GroupsWithin(ctx context.Context, who *Viewer) (groups Groups, err error) {
	var found struct{ Groups Groups }
	err = s.one(ctx, &found, sqlGroupsWithin, who.IsAdmin, codesOf(who))
	return found.Groups, wrap(err, "groups within the rights of user %d", who.ID)
}

// groupsWithin is GroupsWithin in the transaction that puts somebody there.
func (s *Store) groupsWithin(ctx context.Context, tx bun.Tx, who *Viewer) (Groups, error) {
	var found []struct{ Groups Groups }
	if err := s.in(ctx, tx, &found, sqlGroupsWithin, who.IsAdmin, codesOf(who)); err != nil {
		return nil, err
	}
	return found[0].Groups, nil
}

// groupFaults says why somebody may not put people into a group; 0 is none.
func (s *Store) groupFaults(ctx context.Context, tx bun.Tx, who *Viewer, group int64) (Invalid, error) {
	if group == 0 {
		return nil, nil
	}
	may, err := s.groupsWithin(ctx, tx, who)
	if err != nil || may.has(group) {
		return nil, err
	}
	return Invalid{"group": {"You may put people only into groups that grant nothing which you may not do yourself."}}, nil
}

func codesOf(who *Viewer) string {
	var codes []int64
	for _, code := range who.Codes {
		codes = append(codes, int64(code))
	}
	return array(codes)
}

func (list Groups) has(id int64) bool {
	return slices.ContainsFunc(list, func(g Group) bool { return g.ID == id })
}
