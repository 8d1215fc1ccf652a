package handlers

import (
	"net/http"

	"roster/models"
	"roster/views/users"
	"roster/web"
)

// filters is the panel on which the filters of a list are edited.
func (h handler) filters(r *http.Request) (p *users.Panel, err error) {
	p = &users.Panel{Asked: users.AskedOf(r.URL.RawQuery), Open: web.Param(r, "open")}
	_, p.Faults = models.UserFilters(r.URL.Query())
	p.Choices, err = h.store.Choices(r.Context())
	return p, err
}

// glance is somebody in brief: the person and what they may do.
func (h handler) glance(r *http.Request) (p *users.Profile, err error) {
	if p, err = h.profile(r); err != nil {
		return nil, err
	}
	p.Rights, err = h.store.Rights(r.Context(), p.ID)
	return p, err
}
