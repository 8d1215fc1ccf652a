package handlers

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"roster/models"
	"roster/views/layout"
	"roster/views/users"
	"roster/web"
)

// layOut reads what a list is laid out with on a screen: somebody's preferences, as far as the address does not say
// otherwise, their views, and the names behind the ids of filters.
func (h handler) layOut(r *http.Request, l *users.Listing, q *models.UserQuery) (err error) {
	l.Asked = users.AskedOf(r.URL.RawQuery)
	l.Columns = users.Columns(web.Param(r, "columns"))
	if !web.OnScreen(r) {
		return nil
	}
	if l.Desk, err = h.desk(r, q.Filters); err != nil {
		return err
	}
	if web.Param(r, "columns") == "" {
		l.Columns = users.Columns(l.Preferences.Columns)
	}
	if web.Param(r, "limit") == "" {
		q.Limit = l.PageSize
	}
	return nil
}

// desk is what a list is laid out with; the address may name the view that is open.
func (h handler) desk(r *http.Request, filters []models.Filter) (models.Desk, error) {
	view, err := strconv.ParseInt(web.Param(r, "view"), 10, 64)
	if err != nil {
		view = 0
	}
	return h.store.Desk(r.Context(), layout.From(r.Context()).Viewer, view, filters)
}

// arrangement is how a list is laid out, while somebody changes it: what they ticked and moved so far is in the
// address.
func (h handler) arrangement(r *http.Request) (*users.Arrangement, error) {
	given := r.URL.Query()
	a := &users.Arrangement{Asked: users.AskedOf(r.URL.RawQuery)}
	if given.Has("list") {
		a.Asked = users.AskedOf(given.Get("list"))
	}
	desk, err := h.desk(r, nil)
	if err != nil {
		return nil, err
	}
	a.Preferences = desk.Preferences
	chosen := given["columns"]
	if len(chosen) == 0 {
		chosen = []string{desk.Columns}
	}
	a.Columns = users.Moved(users.Columns(strings.Join(chosen, ",")), given.Get("up"), given.Get("down"))
	if slices.Contains(models.Densities, given.Get("density")) {
		a.Density = given.Get("density")
	}
	if n, err := strconv.Atoi(given.Get("limit")); err == nil && slices.Contains(models.PageSizes, n) {
		a.PageSize = n
	}
	return a, nil
}

// arrange keeps how somebody wants to see lists, and leads back to the list.
func (h handler) arrange(w http.ResponseWriter, r *http.Request) {
	if err := web.ReadForm(r); err != nil {
		web.Fail(w, r, err)
		return
	}
	var c models.PreferenceChange
	if chosen := r.PostForm["columns"]; len(chosen) > 0 {
		c.Columns = new(strings.Join(users.Columns(strings.Join(chosen, ",")), ","))
	}
	if r.PostForm.Get("usual") != "" {
		c.Columns = new("")
	}
	if density := r.PostForm.Get("density"); density != "" {
		c.Density = &density
	}
	if n, err := strconv.Atoi(r.PostForm.Get("limit")); err == nil {
		c.PageSize = &n
	}
	if err := h.store.SavePreferences(r.Context(), layout.From(r.Context()).Viewer.ID, c); err != nil {
		web.Fail(w, r, err)
		return
	}
	http.Redirect(w, r, listOf(r.PostForm.Get("next")), http.StatusSeeOther)
}

// listOf is an address of the list, whatever a form sends.
func listOf(address string) string {
	path, query, _ := strings.Cut(address, "?")
	if path != "/users/" || !web.IsLocal(address) {
		return "/users/"
	}
	return users.ListAddress(query)
}
