package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"roster/models"
	"roster/web"
)

// userQuery reads what the list of people is asked for, but for the page: what cannot be read is in Invalid.
func userQuery(r *http.Request) (models.UserQuery, models.Invalid) {
	filters, faults := models.UserFilters(r.URL.Query())
	q := models.UserQuery{
		Search:  strings.TrimSpace(web.Param(r, "q")),
		Filters: filters,
		Sort:    sortOf(web.Param(r, "sort")),
		Limit:   limitOf(web.Param(r, "limit")),
		Exact:   true,
	}
	if web.OnScreen(r) {
		q.Around = models.Circle
		q.After, q.Before = web.Param(r, "after"), web.Param(r, "before")
		q.Exact = web.Param(r, "count") == "exact"
	}
	return q, faults
}

// without takes out of a query what is at fault; false where there is nothing of it.
func without(q *models.UserQuery, faults models.Invalid) bool {
	before := *q
	for name := range faults {
		switch name {
		case "sort":
			q.Sort = nil
		case "after":
			q.After, q.Before = "", ""
		case "q":
			q.Search = ""
		}
	}
	return len(q.Sort) != len(before.Sort) || q.After+q.Before != before.After+before.Before || q.Search != before.Search
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
