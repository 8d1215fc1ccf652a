package handlers

import (
	"net/http"
	"slices"
	"strconv"

	"roster/models"
	"roster/views/invites"
)

// invitees is one page of the people that somebody invited.
func (h handler) invitees(r *http.Request) (invites.Level, error) {
	u, err := h.user(r)
	if err != nil {
		return invites.Level{}, err
	}
	level := invites.Level{
		Inviter: models.Person{ID: u.ID, Username: u.Username, FirstName: u.FirstName, LastName: u.LastName, IsActive: u.IsActive},
		Count:   u.InviteesCount,
		Tree:    invites.Tree{Root: u.ID, Own: true, Counts: map[int64]int64{u.ID: u.InviteesCount}},
	}
	if after := r.URL.Query().Get("after"); after != "" {
		if level.After, err = strconv.ParseInt(after, 10, 64); err != nil || level.After < 0 {
			return level, models.Invalid{"after": {"A valid integer is required."}}
		}
		level.Tree.Further = true
	}
	level.Tree.Branches, level.Tree.More, err = h.store.Branches(r.Context(), []int64{u.ID}, level.After, invites.PageSize)
	return level, err
}

// tree is the part of somebody's branch that an address opens: its first level, and below it the people named by the
// parameter open.
func (h handler) tree(r *http.Request, root int64) (invites.Tree, error) {
	t := invites.Tree{Root: root}
	asked := r.URL.Query()["open"]
	if len(asked) > invites.MaxOpen {
		return t, models.Invalid{"open": {"At most " + strconv.Itoa(invites.MaxOpen) + " branches can be open at once."}}
	}
	for _, text := range asked {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil || id < 1 {
			return t, models.Invalid{"open": {"A valid integer is required."}}
		}
		if id != root && !slices.Contains(t.Open, id) {
			t.Open = append(t.Open, id)
		}
	}
	var err error
	t.Branches, t.More, err = h.store.Branches(r.Context(), append([]int64{root}, t.Open...), 0, invites.PageSize)
	return t, err
}
