package handlers

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"roster/models"
	"roster/views/layout"
	"roster/web"
)

// awxUser is one person as AWX finds them: by id, or by name in a named URL. It sees to its own rights, which are not
// the console's: superusers, auditors and staff who may read users see everybody; the others themselves and the
// superusers. To them, whoever is hidden and whoever does not exist look alike, which AWX itself does not keep.
func (h handler) awxUser(r *http.Request) (*models.User, error) {
	for _, name := range slices.Sorted(maps.Keys(r.URL.Query())) {
		if name != "format" && name != "search" {
			return nil, &web.Error{Status: http.StatusBadRequest, Detail: "User has no field named '" + name + "'"}
		}
	}
	byName := strings.Trim(r.PathValue("id"), "0123456789") != ""
	u, err := h.awxFind(r, byName)
	viewer := layout.From(r.Context()).Viewer
	switch {
	case viewer.MaySee() || viewer.IsAuditor || err == nil && (u.IsAdmin || u.ID == viewer.ID):
		return u, err
	case err != nil && !errors.Is(err, models.ErrNotFound):
		return nil, err
	case byName:
		return nil, models.ErrNotFound
	}
	return nil, web.Forbidden("You may see yourself and the superusers.")
}

func (h handler) awxFind(r *http.Request, byName bool) (*models.User, error) {
	if !byName {
		return h.user(r)
	}
	name := strings.ReplaceAll(r.PathValue("id"), "[+]", "+")
	if !models.IsUsername(name) {
		return nil, models.ErrNotFound
	}
	u, err := h.store.UserByName(r.Context(), name)
	if err == nil && u.Username != name {
		return nil, errors.Join(models.ErrNotFound, errors.New("named URLs regard case"))
	}
	return u, err
}
