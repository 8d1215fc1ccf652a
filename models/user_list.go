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

	// Invitees reads the first hundred invitees of each, too.
	Invitees bool

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

// Users reads one page of people with groups and direct permissions, in two statements, or three where an exact count
// was not known. A page past the last is ErrNotFound; the first always exists. A query that would take longer than
// Patience is ErrTooBroad.
func (s *Store) Users(ctx context.Context, q UserQuery) (UserPage, error) {
	order, err := newUserOrder(q.Sort)
	if err != nil {
		return UserPage{}, err
	}
	which, err := q.which()
	if err != nil {
		return UserPage{}, err
	}
	page := UserPage{Query: q}
	if page.Total, page.AtLeast, err = s.countUsers(ctx, q, which); err != nil {
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
	return page, s.readUsers(ctx, &page, which, order)
}

// readUsers fills a page of which Total is known.
func (s *Store) readUsers(ctx context.Context, page *UserPage, which condition, order userOrder) error {
	q := page.Query
	rows := page.rows(which, order)
	ids, err := rows.ids(page.few())
	if err != nil {
		return err
	}
	read := sqlUsers
	if q.Invitees {
		read = sqlUsersInviting
	}
	if err := s.ask(ctx, &page.Users, fill(read, "page", ids.sql), ids.args...); err != nil {
		return wrap(q.blame(err), "users")
	}
	page.trim(rows, order)
	return nil
}

// trim puts the rows that were read in order, takes off the one too many, and notes where the page begins and ends.
func (p *UserPage) trim(rows *userRows, order userOrder) {
	p.More = len(p.Users) > p.Query.Limit
	p.Users = p.Users[:min(len(p.Users), p.Query.Limit)]
	if rows.backward {
		slices.Reverse(p.Users)
		p.More = p.Query.Before != "" || rows.offset > 0
	}
	if n := len(p.Users); n > 0 && !rows.ranked() {
		p.First, p.Last = writePlace(order.place(p.Users[0])), writePlace(order.place(p.Users[n-1]))
	}
}

// which is the condition on those who are asked for.
func (q UserQuery) which() (condition, error) {
	found, err := searchOf(q.Search)
	if err != nil {
		return condition{}, err
	}
	conditions := q.conditions()
	if q.Search != "" {
		conditions = append(conditions, found)
	}
	return all(conditions...), nil
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

// walked is which for a walk along an order's index. What Postgres cannot estimate is kept from drawing it off the way.
func (q UserQuery) walked(which condition) condition {
	if q.Search != "" {
		return which.unindexed()
	}
	for _, f := range q.Filters {
		if f.Field.Kind == Object {
			return which.unindexed()
		}
	}
	return which
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
