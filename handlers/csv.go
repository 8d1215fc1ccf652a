package handlers

import (
	"context"
	"iter"
	"net/http"

	"roster/views/users"
	"roster/web"
)

// usersCSV is everybody whom the list shows on all its pages, in its columns.
func (h handler) usersCSV(r *http.Request, l *users.Listing) web.Table {
	fields := users.CSVFieldsOf(web.Param(r, "columns"))
	return web.Table{Name: "users", Head: users.CSVHead(fields), Rows: func(ctx context.Context) iter.Seq2[[]string, error] {
		return func(yield func([]string, error) bool) {
			for u, err := range h.store.EachUser(ctx, l.Query) {
				if err != nil {
					yield(nil, err)
					return
				}
				if !yield(users.CSVRow(fields, u), nil) {
					return
				}
			}
		}
	}}
}
