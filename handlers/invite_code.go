package handlers

import (
	"net/http"
	"strconv"
	"strings"

	"roster/models"
	"roster/views/layout"
	"roster/views/users"
	"roster/web"
)

// inviteCode gives the invite code of one of the staff, and makes it where they have none or another one is asked for
// (shared names: hamgam.md §1.6).
func (h handler) inviteCode(r *http.Request) (users.InviteCode, error) {
	u, err := h.colleague(r)
	if err != nil {
		return "", err
	}
	regenerate := false
	if text := web.Param(r, "regenerate"); text != "" {
		if regenerate, err = strconv.ParseBool(strings.ToLower(text)); err != nil {
			return "", models.Invalid{"regenerate": {"Must be a valid boolean."}}
		}
	}
	if !layout.From(r.Context()).Viewer.MayChange(u) {
		return "", web.Forbidden("Only an admin may change the invite code of an admin.")
	}
	code, err := h.store.InviteCode(r.Context(), u.ID, regenerate)
	return users.InviteCode(code), err
}
