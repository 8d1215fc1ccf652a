package models

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/uptrace/bun/driver/pgdriver"
)

// UserQuery asks for one page of people.
type UserQuery struct {
	Search     string   // words that must all be found in id, username, name, e-mail, mobile number or invite code
	Filters    []Filter // conditions that must all hold
	Sort       []string // documented names of UserFields, "-" before one that descends; id decides the rest
	Colleagues bool     // staff and admins alone

	Page   int   // from 1; LastPage is the last there is; 0 where Offset is given instead
	Offset int64 // how many to pass over; beyond the last there is nobody, which is no error
	Limit  int

	// After and Before are places (UserPage.First, UserPage.Last): the page begins behind the one or ends ahead of the
	// other, wherever that is by now. Page then only says which page it is. At most one of them is given.
	After, Before string

	// Around says who is read of the people around each.
	Around Around

	// Exact counts everybody who was found. Otherwise the count may end at CountedTo, which is enough for a screen.
	Exact bool
}

// How many people a page has, as document 002 leaves it to us: unless asked for, and at most.
const (
	UsualLimit = 20
	MostLimit  = 100
)

// CountedTo is how far people are counted for a screen, where counting them costs something.
const CountedTo = 10_000

// LastPage stands for the last page there is.
const LastPage = -1

// UserPage is one page of people, and how many there are in all.
type UserPage struct {
	Users   []*User
	Query   UserQuery // as asked, with the page's real number
	Total   int64     // how many were found
	AtLeast bool      // Total ends at CountedTo: there are more
	More    bool      // there is a page behind this one

	// The places of the first and the last of Users. They are "" where there is nobody, and where a search put those
	// first whom it names exactly: such a list goes on by page number alone.
	First, Last string
}

// Pages is how many pages there are: one, empty, where nobody was found.
func (p UserPage) Pages() int {
	return max(1, int((p.Total+int64(p.Query.Limit)-1)/int64(p.Query.Limit)))
}

// From and To count the rows of this page among all: 21 and 40 on the second page of twenty.
func (p UserPage) From() int64 { return p.Query.Offset + 1 }

// To is the number of the last row, see From.
func (p UserPage) To() int64 { return p.From() + int64(len(p.Users)) - 1 }

// Users reads one page of people with groups and direct permissions, in three statements: how many there are, who is on
// the page (for the first of a search, that comes with the number), and what is known of them. A page past the last is
// ErrNotFound; the first always exists. A query that would take longer than Patience is ErrTooBroad.
func (s *Store) Users(ctx context.Context, q UserQuery) (UserPage, error) {
	q.Exact = q.Exact || q.Page == LastPage // or nobody knows which that is
	order, err := newUserOrder(q.Sort)
	if err != nil {
		return UserPage{}, err
	}
	which, err := s.whom(q, order)
	if err != nil {
		return UserPage{}, err
	}
	page := UserPage{Query: q}
	first := page.begin(which, order)
	if page.Total, page.AtLeast, err = s.countUsers(ctx, q, which, first); err != nil {
		return page, wrap(q.blame(err), "count users")
	}
	if q.Page == LastPage {
		page.Query.Page = page.Pages()
	}
	if page.Query.Page > page.Pages() && !page.AtLeast {
		return page, fmt.Errorf("page %d of %d: %w", q.Page, page.Pages(), ErrNotFound)
	}
	if page.Query.Page > 0 {
		page.Query.Offset = int64(page.Query.Page-1) * int64(q.Limit)
	}
	if page.Query.Offset >= page.Total && !page.AtLeast {
		return page, nil
	}
	if first != nil && first.read && !page.AtLeast {
		return page, s.fill(ctx, &page, first.rows, first.ids)
	}
	return page, s.readUsers(ctx, &page, which, order)
}

// readUsers fills a page of which Total is known.
func (s *Store) readUsers(ctx context.Context, page *UserPage, which whom, order userOrder) error {
	q := page.Query
	rows := page.rows(which, order)
	picked, err := rows.ids(page.few())
	if err != nil {
		return err
	}
	var ids []int64
	if err := q.ask(ctx, s, &ids, picked); err != nil {
		return wrap(q.blame(err), "ids of users")
	}
	return s.fill(ctx, page, rows, ids)
}

// fill reads the people of a page who were picked.
func (s *Store) fill(ctx context.Context, page *UserPage, rows *userRows, ids []int64) (err error) {
	if page.Users, err = s.people(ctx, ids, page.Query.Around); err != nil {
		return wrap(err, "users")
	}
	page.trim(rows, len(ids))
	return nil
}

// people reads whole people by their ids, in the order of those. Who is gone by then is left out.
func (s *Store) people(ctx context.Context, ids []int64, around Around) (people []*User, err error) {
	query := []string{sqlUsersAlone, sqlUsers, sqlUsersInviting}[around]
	err = s.rows(ctx, query, []any{array(ids)}, func() []any {
		u := new(User)
		people = append(people, u)
		return around.columns(u)
	})
	return people, err
}

// trim puts the rows that were read in order, takes off the one too many, and notes where the page begins and ends. Of
// those picked, somebody may be gone by now.
func (p *UserPage) trim(rows *userRows, picked int) {
	order := rows.order
	if rows.backward {
		order = order.reversed()
	}
	p.More = picked > p.Query.Limit
	p.Users = p.Users[:min(len(p.Users), p.Query.Limit)]
	if rows.backward {
		slices.Reverse(p.Users)
		p.More = p.Query.Before != "" || rows.offset > 0
	}
	if n := len(p.Users); n > 0 && !rows.ranked() {
		p.First, p.Last = writePlace(order.place(p.Users[0])), writePlace(order.place(p.Users[n-1]))
	}
}

// whom are the conditions on those who are asked for.
type whom struct {
	found   condition // as indexes find them
	passed  condition // for rows that are read in their order: an index that drew Postgres off the way would not help
	covered bool      // the order's index holds all that passed asks for

	// Of a search alone: what its index is asked for, which finds all of them and maybe others, what is known of that, and
	// how many are found, give or take; 0 where that is not known.
	keys  condition
	grams *grams
	about float64
}

// whom puts the conditions together.
func (s *Store) whom(q UserQuery, order userOrder) (whom, error) {
	filters := q.conditions()
	if q.Search != "" {
		typed, err := searchOf(q.Search)
		if err != nil {
			return whom{}, err
		}
		w := whom{grams: s.rareGrams()}
		w.about = typed.about(w.grams)
		w.keys = typed.keys(w.grams, q.steady())
		filters = append(filters, typed.passes(q.steady()))
		w.found, w.passed = all(append(filters, w.keys)...), all(filters...).unindexed()
		return w, nil
	}
	w := whom{found: all(filters...), passed: all(filters...)}
	if passed, ok := q.covered(order); ok {
		w.passed, w.covered = passed, true
		return w, nil
	}
	for _, f := range q.Filters {
		if f.Field.Kind == Object { // of which Postgres cannot guess how many they are
			w.passed = w.found.unindexed()
		}
	}
	return w, nil
}

// steady says whether the values in a query do not change how it is best answered: those of filters may.
func (q UserQuery) steady() bool { return len(q.Filters) == 0 }

func (q UserQuery) ask(ctx context.Context, s *Store, dst any, c condition) error {
	if q.steady() {
		return s.askAgain(ctx, dst, c.sql, c.args...)
	}
	return s.ask(ctx, dst, c.sql, c.args...)
}

// conditions are those of the filters.
func (q UserQuery) conditions() []condition {
	var conditions []condition
	if q.Colleagues {
		conditions = append(conditions, where("u.is_staff or u.is_admin"))
	}
	for _, f := range q.Filters {
		conditions = append(conditions, f.where())
	}
	return conditions
}

// blame says which filter it was that Postgres could not read: JSON may hold what neither of us foresaw.
func (q UserQuery) blame(err error) error {
	pg, ok := errors.AsType[pgdriver.Error](err)
	if !ok || !strings.HasPrefix(pg.Field('C'), "22") { // data exceptions
		return err
	}
	faults := Invalid{}
	for _, f := range q.Filters {
		if f.Field.Kind == Object {
			faults[f.Param()] = []string{"Value must be valid JSON."}
		}
	}
	if len(faults) == 0 {
		return err
	}
	return faults
}
