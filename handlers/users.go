package handlers

import (
	"errors"
	"log/slog"
	"net/http"

	"roster/models"
	"roster/views/layout"
	"roster/views/users"
	"roster/web"
)

// users is one page of the list of people. On a screen, what cannot be used is said and left out.
func (h handler) users(r *http.Request) (*users.Listing, error) {
	q, faults := userQuery(r)
	if page, err := pageOf(web.Param(r, "page")); err == nil {
		q.Page = page
	} else {
		return nil, err
	}
	if len(faults) > 0 && !web.OnScreen(r) {
		return nil, faults
	}
	l := &users.Listing{Faults: faults}
	if err := h.layOut(r, l, &q); err != nil {
		return nil, err
	}
	for {
		var err error
		l.UserPage, err = h.store.Users(r.Context(), q)
		more, invalid := errors.AsType[models.Invalid](err)
		switch {
		case err == nil && l.Total == 0 && q.Search != "" && web.OnScreen(r):
			if l.Near, err = h.store.Near(r.Context(), q); err != nil {
				slog.WarnContext(r.Context(), "no near misses were looked for", "error", err) // the list is good without
			}
			return l, nil
		case err == nil:
			return l, nil
		case !web.OnScreen(r):
			return nil, pastTheEnd(err)
		case errors.Is(err, models.ErrTooBroad):
			l.TooBroad = true
			return l, nil
		case !invalid || !without(&q, more):
			return nil, pastTheEnd(err)
		}
		l.Faults = l.Faults.And(more)
	}
}

// user is one person, whoever it is.
func (h handler) user(r *http.Request) (*models.User, error) {
	if u, ok := web.Met[*models.User](r); ok && u != nil {
		return u, nil
	} else if ok {
		return nil, models.ErrNotFound
	}
	id, err := web.ID(r)
	if err != nil {
		return nil, err
	}
	return h.store.User(r.Context(), id)
}

// colleague is user, but only staff and admins can be found.
func (h handler) colleague(r *http.Request) (*models.User, error) {
	u, err := h.user(r)
	if err == nil && !u.IsColleague() {
		return nil, models.ErrNotFound
	}
	return u, err
}

// me is who is asking.
func (h handler) me(r *http.Request) (*models.User, error) {
	if u, ok := web.Met[*models.User](r); ok {
		return u, nil
	}
	return h.store.User(r.Context(), layout.From(r.Context()).Viewer.ID)
}

// profile is user for the person's own page; rest reads what only the page shows.
func (h handler) profile(r *http.Request) (*users.Profile, error) {
	u, err := h.user(r)
	return &users.Profile{User: u}, err
}

func (h handler) rest(r *http.Request, p *users.Profile) (err error) {
	ctx := r.Context()
	if p.Rights, err = h.store.Rights(ctx, p.ID); err != nil {
		return err
	}
	if p.Ancestry, err = h.store.Ancestry(ctx, p.ID, nearInviters); err != nil {
		return err
	}
	head, _, err := h.store.Head(ctx, p.ID)
	if err != nil {
		return err
	}
	p.Branch = head.Branch
	p.Tree, err = h.tree(r, head, 0)
	return err
}

// nearInviters is how many people between the root and somebody are named on their page.
const nearInviters = 6
