package handlers

import (
	"context"
	"iter"
	"net/http"
	"slices"
	"time"

	"roster/models"
	"roster/views/invitations"
	"roster/web"
)

// leaderboard names those who brought most people in a stretch of time.
func (h handler) leaderboard(r *http.Request) (*invitations.Board, error) {
	name := web.Param(r, "period")
	b := &invitations.Board{Period: invitations.Periods[1]}
	if i := slices.IndexFunc(invitations.Periods, func(p invitations.Period) bool { return p.Name == name }); i >= 0 {
		b.Period = invitations.Periods[i]
	} else if name != "" {
		return nil, models.Invalid{"period": {"Select a valid choice. " + name + " is not one of the available choices."}}
	}
	if b.Period.Days > 0 {
		b.Since = time.Now().AddDate(0, 0, -b.Period.Days).Truncate(time.Second)
	}
	var err error
	b.Rows, err = h.store.Leaderboard(r.Context(), b.Since)
	return b, err
}

func leaderboardCSV(_ *http.Request, b *invitations.Board) web.Table {
	return web.Table{Name: "leaderboard-" + b.Period.Name, Head: invitations.BoardCSVHead, Rows: func(context.Context) iter.Seq2[[]string, error] {
		return func(yield func([]string, error) bool) {
			for _, row := range b.Rows {
				if !yield(invitations.BoardCSVRow(row), nil) {
					return
				}
			}
		}
	}}
}
