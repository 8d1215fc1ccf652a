package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"roster/models"
	"roster/views/layout"
	"roster/views/users"
	"roster/web"
)

// users is one page of the list of people.
func (h handler) users(r *http.Request) (models.UserPage, error) {
	if err := unsupported(r.URL.Query()); err != nil {
		return models.UserPage{}, err
	}
	page, err := pageOf(web.Param(r, "page"))
	if err != nil {
		return models.UserPage{}, err
	}
	p, err := h.store.Users(r.Context(), models.UserQuery{
		Search: strings.TrimSpace(web.Param(r, "q")),
		Sort:   sortOf(web.Param(r, "sort")),
		Page:   page,
		Limit:  limitOf(web.Param(r, "limit")),
	})
	if err == nil {
		return p, nil
	}
	return p, pastTheEnd(err)
}

// user is one person, whoever it is.
func (h handler) user(r *http.Request) (*models.User, error) {
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
	p.Tree, err = h.tree(r, p.ID)
	p.Tree.Counts = map[int64]int64{p.ID: p.InviteesCount}
	return err
}

// nearInviters is how many people between the root and somebody are named on their page.
const nearInviters = 6

// unsupported refuses filters that are documented, or spelled like one, and not answered yet: to ignore one would
// give everybody where a few were asked for. Other parameters are ignored, as the clients expect.
func unsupported(params url.Values) error {
	faults := models.Invalid{}
	for name := range params {
		field, _, _ := strings.Cut(name, "__")
		if _, known := models.UserFieldNamed(field); !known {
			continue
		}
		faults[name] = []string{"This filter is not supported yet."}
		if field == "password" {
			faults[name] = []string{"Filtering by password is not supported."}
		}
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}

// pageOf reads the number of a page from 1 on, or "last"; none is the first.
func pageOf(text string) (int, error) {
	if text == "" {
		return 1, nil
	}
	if text == "last" {
		return models.LastPage, nil
	}
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil || n < 1 {
		return 0, pastTheEnd(fmt.Errorf("page %q: %w", text, models.ErrNotFound))
	}
	return int(n), nil
}

// limitOf reads the number of rows of a page. What is no such number is the usual one.
func limitOf(text string) int {
	n, err := strconv.Atoi(text)
	if errors.Is(err, strconv.ErrRange) && n > 0 {
		return models.MostLimit
	}
	if err != nil || n < 1 {
		return models.UsualLimit
	}
	return min(n, models.MostLimit)
}

// sortOf reads a comma list of field names.
func sortOf(text string) []string {
	var names []string
	for name := range strings.SplitSeq(text, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}
