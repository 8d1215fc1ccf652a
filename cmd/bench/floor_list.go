package main

import (
	"cmp"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// list makes the statement of a list. Lists with the same filters and order share one, so that it is prepared once.
func (f floor) list(r *http.Request) (query string, args []any) {
	asked := r.URL.Query()
	page, _ := strconv.Atoi(cmp.Or(asked.Get("page"), "1"))
	limit, _ := strconv.Atoi(cmp.Or(asked.Get("limit"), "20"))
	previous := ""
	if page > 1 {
		previous = f.neighbour(r.URL, page-1)
	}
	args = []any{f.origin, page, limit, f.neighbour(r.URL, page+1), previous}

	given := func(condition, value string) string {
		args = append(args, value)
		return strings.ReplaceAll(condition, "$", "$"+strconv.Itoa(len(args)+1)) // $1 is the token
	}
	which := []string{"true"}
	for _, field := range fields {
		if value := asked.Get(field.name); value != "" {
			which = append(which, given(field.where, value))
		}
	}
	typed := strings.TrimSpace(asked.Get("q"))
	for word := range strings.FieldsSeq(typed) {
		which = append(which, given("u.search like search_pattern($)", word))
	}
	order := order(asked.Get("sort"))
	if typed != "" && asked.Get("sort") == "" {
		order = given(exact(typed), typed) + ", u.id"
	}
	return strings.NewReplacer("{which}", strings.Join(which, " and "), "{order}", order).Replace(sqlList), args
}

func (f floor) neighbour(u *url.URL, page int) string {
	params := u.Query()
	params.Set("page", strconv.Itoa(page))
	if page == 1 {
		params.Del("page")
	}
	address := f.origin + u.Path
	if len(params) > 0 {
		address += "?" + params.Encode()
	}
	return address
}

// order is what a list is sorted by. The id decides between equals, in the same direction.
func order(sort string) string {
	bare, descends := strings.CutPrefix(sort, "-")
	for _, o := range orders {
		if o.name == bare && descends {
			return o.by + " desc, u.id desc"
		} else if o.name == bare {
			return o.by + ", u.id"
		}
	}
	return "u.id"
}

var number = regexp.MustCompile(`^[0-9۰-۹]+$`)

// exact sorts those first whose whole username, invite code, telephone number or id was typed.
func exact(typed string) string {
	is := `lower(u.username) = lower($ collate "C") or u.invite_code = $`
	if number.MatchString(typed) {
		is += " or mobile_key(u.mobile_number) = mobile_key($) or u.id = translate($, '۰۱۲۳۴۵۶۷۸۹', '0123456789')::bigint"
	}
	return "(" + is + ") is true desc"
}
