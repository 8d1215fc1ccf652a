package models

import (
	"context"
	"fmt"
	"strings"
)

// UserQuery asks for one page of people.
type UserQuery struct {
	Search string   // words that must all be found in username, name, e-mail or mobile number; or a whole id
	Sort   []string // documented names of UserFields, "-" before one that descends; id decides the rest
	Page   int      // from 1
	Limit  int
}

// How many people a page has, as document 002 leaves it to us: unless asked for, and at most.
const (
	UsualLimit = 20
	MostLimit  = 100
)

// maxWords is how many words a search may have.
const maxWords = 20

// LastPage stands for the last page there is.
const LastPage = -1

// UserPage is one page of people, and how many there are in all.
type UserPage struct {
	Users []*User
	Query UserQuery // as asked, with the page's real number
	Total int64
}

// Pages is how many pages there are: one, empty, where nobody was found.
func (p UserPage) Pages() int {
	return max(1, int((p.Total+int64(p.Query.Limit)-1)/int64(p.Query.Limit)))
}

// From and To count the rows of this page among all: 21 and 40 on the second page of twenty.
func (p UserPage) From() int64 { return int64(p.Query.Page-1)*int64(p.Query.Limit) + 1 }

// To is the number of the last row, see From.
func (p UserPage) To() int64 { return p.From() + int64(len(p.Users)) - 1 }

// Users reads one page of people with groups and direct permissions, in two statements. A page past the last is
// ErrNotFound; the first always exists.
func (s *Store) Users(ctx context.Context, q UserQuery) (UserPage, error) {
	order, err := orderOf(q.Sort)
	if err != nil {
		return UserPage{}, err
	}
	if words := len(strings.Fields(q.Search)); words > maxWords {
		return UserPage{}, Invalid{"q": {fmt.Sprintf("Search for at most %d words at once.", maxWords)}}
	}
	which, args := searchOf(q.Search)
	page := UserPage{Query: q}
	if err := s.one(ctx, &page.Total, "select count(*) from users u where "+which, args...); err != nil {
		return page, wrap(err, "count users")
	}
	if q.Page == LastPage {
		page.Query.Page = page.Pages()
	}
	if page.Query.Page > page.Pages() {
		return page, fmt.Errorf("page %d of %d: %w", q.Page, page.Pages(), ErrNotFound)
	}
	query := fill(sqlUsers, "which", which, "order", order,
		"limit", fmt.Sprintf("$%d", len(args)+1), "offset", fmt.Sprintf("$%d", len(args)+2))
	err = s.all(ctx, &page.Users, query, append(args, q.Limit, int64(page.Query.Page-1)*int64(q.Limit))...)
	return page, wrap(err, "users")
}
