package users

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"roster/models"
	"roster/views/layout"
)

// Listing is the list of people as it is shown.
type Listing struct {
	models.UserPage

	Faults   models.Invalid // what of the address could not be used, by its parameter
	TooBroad bool           // nobody was read: it would have taken too long
}

// column is a column of the list: its title, and the documented name by which it sorts ("" if it does not).
type column struct {
	title string
	sort  string
	class string
}

var columns = []column{
	{title: "Person", sort: "username"},
	{title: "Contact", sort: "email"},
	{title: "Status", sort: "is_active"},
	{title: "Level"},
	{title: "Groups", class: "col-wide"},
	{title: "Invited by"},
	{title: "Invitees", class: "num"},
	{title: "Last login", sort: "last_login"},
	{title: "Joined", sort: "date_joined"},
}

// pageSizes are the numbers of rows that the page offers; the address takes any up to 100.
var pageSizes = []int{models.UsualLimit, 50, models.MostLimit}

// sorted is the aria-sort of a column, "" when the list is not sorted by it.
func sorted(c column, q models.UserQuery) string {
	switch {
	case c.sort == "" || len(q.Sort) == 0:
		return ""
	case q.Sort[0] == c.sort:
		return "ascending"
	case q.Sort[0] == "-"+c.sort:
		return "descending"
	}
	return ""
}

// nextSort is what a column's link sorts by: up first, then down, then as before.
func nextSort(c column, q models.UserQuery) string {
	switch sorted(c, q) {
	case "ascending":
		return "-" + c.sort
	case "descending":
		return ""
	}
	return c.sort
}

// listAddress is the address of this list with some parameters changed: name, value, name, value, …; "" leaves one out.
func listAddress(q models.UserQuery, changes ...string) string {
	params := url.Values{}
	for _, p := range kept(q) {
		params.Set(p.Name, p.Value)
	}
	if q.Search != "" {
		params.Set("q", q.Search)
	}
	if q.Page > 1 {
		params.Set("page", strconv.Itoa(q.Page))
	}
	for change := range slices.Chunk(changes, 2) {
		params.Del(change[0])
		if change[1] != "" {
			params.Set(change[0], change[1])
		}
	}
	if len(params) == 0 {
		return "/users/"
	}
	return "/users/?" + params.Encode()
}

// kept are the parameters that stay when the search changes.
func kept(q models.UserQuery) (params []layout.Param) {
	if len(q.Sort) > 0 {
		params = append(params, layout.Param{Name: "sort", Value: strings.Join(q.Sort, ",")})
	}
	if q.Limit != models.UsualLimit {
		params = append(params, layout.Param{Name: "limit", Value: strconv.Itoa(q.Limit)})
	}
	return params
}

func pageText(page int) string {
	if page == 1 {
		return ""
	}
	return strconv.Itoa(page)
}

func listTitle(p *Listing) string {
	title := "Users"
	if p.Query.Search != "" {
		title += " found by “" + p.Query.Search + "”"
	}
	if p.Query.Page > 1 {
		title += ", page " + strconv.Itoa(p.Query.Page)
	}
	return title
}

// prepareSearch fills the frame's search box with what this list was found by.
func prepareSearch(ctx context.Context, q models.UserQuery) {
	layout.From(ctx).Search = layout.Search{Text: q.Search, Live: true, Keep: kept(q)}
}
