package models

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// UserQuery asks for one page of people.
type UserQuery struct {
	Search string   // words that must all be found in username, name, e-mail or mobile number; or a whole id
	Sort   []string // documented names of UserFields, "-" before one that descends; id decides the rest
	Page   int      // from 1
	Limit  int
}

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

// UserField is a field of the documented list (document 002): its name there and where it stands.
type UserField struct {
	Name   string
	Column string // "" when the list cannot be sorted by it
}

// UserFields are the fields that the documented list names, in the document's order.
var UserFields = []UserField{
	{"attributes", ""},
	{"attributes_kwargs", ""},
	{"call_allowed", "u.call_allowed"},
	{"date_joined", "u.created_at"},
	{"date_of_birth", "u.date_of_birth"},
	{"email", "u.email"},
	{"email_allowed", "u.email_allowed"},
	{"first_name", "u.first_name"},
	{"gender", "u.gender"},
	{"groups", ""},
	{"id", "u.id"},
	{"is_active", "u.is_active"},
	{"is_anonymized", "u.is_anonymized"},
	{"is_staff", "u.is_staff"},
	{"is_superuser", "u.is_admin"},
	{"language_code", "u.language_code"},
	{"last_login", "u.last_login"},
	{"last_name", "u.last_name"},
	{"localized_attributes", ""},
	{"localized_attributes_kwargs", ""},
	{"modified_date", "u.updated_at"},
	{"password", ""},
	{"phone", "u.mobile_number"},
	{"pk", "u.id"},
	{"sms_allowed", "u.sms_allowed"},
	{"user_permissions", ""},
	{"user_type", "u.user_type"},
	{"username", "lower(u.username)"},
}

// UserFieldNamed finds a field by its documented name.
func UserFieldNamed(name string) (UserField, bool) {
	for _, f := range UserFields {
		if f.Name == name {
			return f, true
		}
	}
	return UserField{}, false
}

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

func orderOf(sort []string) (string, error) {
	var order []string
	for _, name := range sort {
		bare, descends := strings.CutPrefix(name, "-")
		field, ok := UserFieldNamed(bare)
		if !ok || field.Column == "" {
			return "", Invalid{"sort": {fmt.Sprintf("%q is not a field to sort by. Sort by %s.", bare, sortNames())}}
		}
		if descends {
			field.Column += " desc"
		}
		order = append(order, field.Column)
	}
	return strings.Join(append(order, "u.id"), ", "), nil
}

func sortNames() string {
	var names []string
	for _, f := range UserFields {
		if f.Column != "" {
			names = append(names, f.Name)
		}
	}
	return strings.Join(names, ", ")
}

var phoneLike = regexp.MustCompile(`^\+?[\p{Nd}\s().-]{3,}$`)

// searchOf gives the condition under which a person is found by what was typed, and its arguments. Each word must be
// found; a telephone number may be spelled with spaces, and a whole number may also be an id.
func searchOf(typed string) (which string, args []any) {
	words := strings.Fields(typed)
	if len(words) == 0 {
		return "true", nil
	}
	arg := func(v any) string {
		args = append(args, v)
		return "$" + strconv.Itoa(len(args))
	}
	var all []string
	for _, word := range words {
		all = append(all, "u.search like search_pattern("+arg(word)+")")
	}
	which = strings.Join(all, " and ")
	if phoneLike.MatchString(typed) {
		which += " or u.search like search_pattern(" + arg(phoneDigits(typed)) + ")"
	}
	if id, err := strconv.ParseInt(asciiDigits(strings.TrimSpace(typed)), 10, 64); err == nil {
		which += " or u.id = " + arg(id)
	}
	return "(" + which + ")", args
}

// phoneDigits keeps the digits of a telephone number that may be cut short anywhere, in the national form that
// mobile_key gives whole numbers.
func phoneDigits(typed string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, asciiDigits(typed))
	for _, country := range []string{"+98", "0098"} {
		if rest, ok := strings.CutPrefix(digits, country); ok {
			return "0" + rest
		}
	}
	return strings.TrimPrefix(digits, "+")
}

// asciiDigits spells Persian and Arabic digits as ASCII.
func asciiDigits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '۰' && r <= '۹':
			return '0' + r - '۰'
		case r >= '٠' && r <= '٩':
			return '0' + r - '٠'
		}
		return r
	}, s)
}
