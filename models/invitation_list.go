package models

import (
	"context"
	"iter"
	"slices"

	queries "roster/models/sql"
)

// InvitationQuery asks for one page of invitations, the newest first.
type InvitationQuery struct {
	State   InvitationState // "": in every state
	Inviter int64           // 0: of everybody
	Search  string          // words that must all be found in the e-mail address, the link's beginning or the inviter

	// The page begins behind the invitation After, or ends ahead of Before: nobody is skipped when more come meanwhile. At
	// most one of them is given.
	After, Before int64
	Limit         int
}

// InvitationPage is one page of invitations, and how many there are in all.
type InvitationPage struct {
	Invitations []*Invitation
	Query       InvitationQuery
	Counts      map[InvitationState]int64 // how many were found in each state, whichever is shown
	Newer       bool                      // there is a page ahead of this one
	Older       bool                      // there is a page behind this one
}

// Total is how many were found in all states.
func (p *InvitationPage) Total() (n int64) {
	for _, count := range p.Counts {
		n += count
	}
	return n
}

// Found is how many were found in the state that is shown.
func (p *InvitationPage) Found() int64 {
	if p.Query.State == "" {
		return p.Total()
	}
	return p.Counts[p.Query.State]
}

var (
	sqlInvitations      = queries.Read("invitations", "invitation_columns")
	sqlInvitationCounts = queries.Read("invitation_counts")
)

// Invitations reads one page of invitations in two statements: how many there are in each state, and those on the page.
func (s *Store) Invitations(ctx context.Context, q InvitationQuery) (*InvitationPage, error) {
	which, err := q.which()
	if err != nil {
		return nil, err
	}
	var counts []struct {
		State InvitationState
		Count int64
	}
	counted := all(which...)
	if err := s.askAgain(ctx, &counts, fill(sqlInvitationCounts, "which", counted.sql), counted.args...); err != nil {
		return nil, wrap(err, "count invitations")
	}
	page := &InvitationPage{Query: q, Counts: map[InvitationState]int64{}}
	for _, c := range counts {
		page.Counts[c.State] = c.Count
	}
	return page, s.readInvitations(ctx, page, which)
}

// EachInvitation gives all that a query finds, on whichever page.
func (s *Store) EachInvitation(ctx context.Context, q InvitationQuery) iter.Seq2[*Invitation, error] {
	return func(yield func(*Invitation, error) bool) {
		q.After, q.Before, q.Limit = 0, 0, exported
		which, err := q.which()
		for more := true; more && err == nil; {
			page := &InvitationPage{Query: q}
			if err = s.readInvitations(ctx, page, which); err != nil {
				break
			}
			for _, i := range page.Invitations {
				if !yield(i, nil) {
					return
				}
				q.After = i.ID
			}
			more = page.Older
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// readInvitations fills a page. One more is read than is shown, to know whether there is another page that way.
func (s *Store) readInvitations(ctx context.Context, page *InvitationPage, which []condition) error {
	q, direction := page.Query, "desc"
	if q.State != "" {
		which = append(which, where("invitation_state(v) = ?", string(q.State)))
	}
	switch {
	case q.Before > 0:
		which, direction = append(which, where("v.id > ?::bigint", q.Before)), "asc"
	case q.After > 0:
		which = append(which, where("v.id < ?::bigint", q.After))
	}
	found := all(which...)
	query := fill(sqlInvitations, "which", found.sql, "direction", direction)
	if err := s.askAgain(ctx, &page.Invitations, query, append(found.args, q.Limit+1)...); err != nil {
		return wrap(err, "invitations")
	}
	further := len(page.Invitations) > q.Limit
	page.Invitations = page.Invitations[:min(len(page.Invitations), q.Limit)]
	page.Newer, page.Older = q.After > 0, further
	if q.Before > 0 {
		slices.Reverse(page.Invitations)
		page.Newer, page.Older = further, true
	}
	return nil
}

// which are the conditions on those that are asked for, in whatever state.
func (q InvitationQuery) which() (which []condition, err error) {
	if q.Inviter != 0 {
		which = append(which, where("v.inviter_id = ?::bigint", q.Inviter))
	}
	if q.Search != "" {
		typed, err := searchOf(q.Search)
		if err != nil {
			return nil, err
		}
		which = append(which, where(`exists (select from users u where u.id = v.inviter_id
			and ' ' || fold(coalesce(v.email, '')) || ' ' || v.prefix || u.search like all ((select search_patterns(?))::text[]))`,
			textArray(typed.ways[0])))
	}
	return which, nil
}
