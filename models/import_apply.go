package models

import (
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"
)

// apply looks, decides and writes, and counts what came of it.
func (w writer) apply(ctx context.Context, tx bun.Tx, proposals []*proposal, last bool, count *ImportProgress) error {
	found, err := w.look(ctx, tx, proposals)
	if err != nil {
		return err
	}
	w.decide(found, proposals, last)
	accepted := chosen(proposals)
	held, err := w.hold(ctx, tx, thereAlready(accepted))
	if err != nil {
		return err
	}
	if len(held) < len(thereAlready(accepted)) {
		return errGone
	}
	if demoted, err := w.lastAdmins(ctx, tx, accepted, held); err != nil {
		return err
	} else if len(demoted) > 0 {
		for _, p := range demoted {
			p.settle("is_admin", "The last admin stays one, and active.")
		}
		w.decide(found, proposals, last)
		accepted = chosen(proposals)
	}
	log, err := w.write(ctx, tx, accepted)
	if err != nil {
		return err
	}
	if w.dry {
		if err := w.wouldRing(ctx, tx, moved(accepted)); err != nil {
			return err
		}
	}
	for _, p := range accepted {
		switch {
		case p.creates:
			count.Created++
		case log[p.id] != nil:
			count.Updated++
		default:
			count.Unchanged++
		}
	}
	return nil
}

// errGone says that somebody was there a moment ago.
var errGone = fmt.Errorf("%w: somebody was deleted meanwhile", ErrConflict)

func chosen(proposals []*proposal) []*proposal {
	return slices.DeleteFunc(slices.Clone(proposals), func(p *proposal) bool { return p.waits || len(p.faults) > 0 })
}

func thereAlready(accepted []*proposal) (ids []int64) {
	for _, p := range accepted {
		if !p.creates {
			ids = append(ids, p.id)
		}
	}
	return ids
}

func moved(accepted []*proposal) (ids []int64) {
	for _, p := range accepted {
		if !p.creates && p.values["inviter_id"] != nil {
			ids = append(ids, p.id)
		}
	}
	return ids
}
