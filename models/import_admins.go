package models

import (
	"context"

	"github.com/uptrace/bun"
)

// lastAdmins gives the proposals that would leave the directory without an active admin, if they would.
func (w writer) lastAdmins(ctx context.Context, tx bun.Tx, accepted []*proposal, held map[int64]standing) (demoted []*proposal, err error) {
	ids := []int64{}
	for _, p := range accepted {
		before := held[p.id]
		after := before
		if p.creates {
			after.IsActive = true
		}
		if is, set := p.values["is_admin"].(bool); set {
			after.IsAdmin = is
		}
		if is, set := p.values["is_active"].(bool); set {
			after.IsActive = is
		}
		if after.IsAdmin && after.IsActive {
			return nil, nil // one is left
		}
		if before.IsAdmin && before.IsActive {
			demoted, ids = append(demoted, p), append(ids, p.id)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	if !w.dry { // two who demote each other take turns
		if _, err := tx.Tx.ExecContext(ctx, "select pg_advisory_xact_lock(hashtext('roster.admins'))"); err != nil {
			return nil, err
		}
	}
	var others []int64
	err = w.in(ctx, tx, &others, w.whoseIs("u.is_admin and u.is_active and u.id <> all($1::bigint[])")+" limit 1", array(ids))
	if err != nil || len(others) > 0 {
		return nil, err
	}
	return demoted, nil
}
