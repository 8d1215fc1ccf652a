package models

import (
	"context"
	"iter"

	"github.com/uptrace/bun"
)

// exported is how many people are read at once for an export.
const exported = 1000

// EachUser goes through everybody whom a query finds, in its order and without regard to its page. It reads a batch at a
// time and holds nothing in between, however long the reader takes: nobody comes twice, but who is changed on the way
// may be seen as they were or as they are, and who moves in the order may be missed. The audit entry of the export is
// made first: nobody is given out without one.
func (s *Store) EachUser(ctx context.Context, q UserQuery) iter.Seq2[*User, error] {
	return func(yield func(*User, error) bool) {
		if len(q.Sort) == 0 {
			q.Sort = []string{idField.Name} // nobody is put first
		}
		order, err := newUserOrder(q.Sort)
		if err != nil {
			yield(nil, err)
			return
		}
		which, err := s.whom(q, order)
		if err != nil {
			yield(nil, err)
			return
		}
		q.Around = Circle
		q.Exact, q.Limit, q.Page, q.Offset, q.After, q.Before = true, exported, 0, 0, "", ""
		total, _, err := s.countUsers(ctx, q, which, nil)
		if err != nil {
			yield(nil, wrap(q.blame(err), "count users"))
			return
		}
		if err := s.auditExport(ctx, q, total); err != nil {
			yield(nil, wrap(err, "export users"))
			return
		}
		for {
			page := UserPage{Query: q, Total: total}
			if err := s.readUsers(ctx, &page, which, order); err != nil {
				yield(nil, err)
				return
			}
			for _, u := range page.Users {
				if !yield(u, nil) {
					return
				}
			}
			switch {
			case !page.More:
				return
			case len(page.Users) > 0: // or all were deleted just now, and the place is the same
				q.After = page.Last
			}
		}
	}
}

func (s *Store) auditExport(ctx context.Context, q UserQuery, total int64) error {
	asked := map[string]change{"count": {Now: total}}
	if q.Search != "" {
		asked["q"] = change{Now: q.Search}
	}
	for _, f := range q.Filters {
		asked[f.Param()] = change{Now: f.Text}
	}
	return s.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		return audit(ctx, tx, UsersExported, "users", 0, asked)
	})
}
