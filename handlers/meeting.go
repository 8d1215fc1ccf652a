package handlers

import (
	"net/http"

	"roster/models"
	"roster/web"
)

// meet finds whose token a key is together with the person at the address.
func (h handler) meet(r *http.Request, key string) (*models.Viewer, any, error) {
	return h.meetWith(r, key, models.Invitees)
}

// meetAlone is meet for the JSON of Akinon, which tells nothing of the people around somebody.
func (h handler) meetAlone(r *http.Request, key string) (*models.Viewer, any, error) {
	if web.OnScreen(r) {
		return h.meet(r, key)
	}
	return h.meetWith(r, key, models.Nobody)
}

func (h handler) meetWith(r *http.Request, key string, around models.Around) (*models.Viewer, any, error) {
	id, err := web.ID(r)
	if err != nil {
		v, err := h.store.TokenViewer(r.Context(), key) // nobody has such an id, but who asks is asked first
		return v, nil, err
	}
	v, u, err := h.store.Meeting(r.Context(), key, id, around)
	return v, u, err
}

// meetSelf finds whose token a key is, and them.
func (h handler) meetSelf(r *http.Request, key string) (*models.Viewer, any, error) {
	v, u, err := h.store.Self(r.Context(), key)
	return v, u, err
}
