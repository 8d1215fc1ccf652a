package invitations

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"roster/models"
	"roster/views/dialect"
)

// Board is who brought most people in a stretch of time.
type Board struct {
	Period Period
	Since  time.Time // zero: ever
	Rows   []models.Brought
}

// Period is a stretch of time that ends now.
type Period struct {
	Name  string // in the address
	Words string
	Days  int // 0: without a beginning
}

// Periods are those of a leaderboard; the second is the usual one.
var Periods = []Period{{"30d", "30 days", 30}, {"90d", "90 days", 90}, {"1y", "A year", 365}, {"all", "All time", 0}}

func boardAddress(p Period) string {
	if p == Periods[1] {
		return "/invitations/leaderboard/"
	}
	return "/invitations/leaderboard/?period=" + p.Name
}

func (b *Board) csv() string { return "/invitations/leaderboard/?format=csv&period=" + b.Period.Name }

// people is the list of those whom somebody brought.
func (b *Board) people(inviter int64) string {
	address := "/users/?inviter=" + strconv.FormatInt(inviter, 10)
	if !b.Since.IsZero() {
		address += "&date_joined__gte=" + url.QueryEscape(b.Since.UTC().Format(time.RFC3339))
	}
	return address + "&sort=-date_joined"
}

// BoardJSON is a leaderboard for a program.
func BoardJSON(_ context.Context, b *Board) any {
	type row struct {
		Inviter  person `json:"inviter"`
		Joined   int64  `json:"joined"`
		Verified int64  `json:"verified"`
		Kept     int64  `json:"kept"`
		Settled  int64  `json:"settled"`
	}
	return struct {
		Period  string  `json:"period"`
		Since   *string `json:"since"`
		Results []row   `json:"results"`
	}{b.Period.Name, dialect.Time(b.Since), each(b.Rows, func(r models.Brought) row {
		return row{personOf(r.Inviter), r.Joined, r.Verified, r.Kept, r.Settled}
	})}
}

// BoardCSVHead names the columns of a CSV of a leaderboard.
var BoardCSVHead = []string{"id", "username", "name", "joined", "verified", "kept", "settled"}

// BoardCSVRow is an inviter in it.
func BoardCSVRow(r models.Brought) []string {
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	return []string{number(r.Inviter.ID), r.Inviter.Username, r.Inviter.Name(), number(r.Joined), number(r.Verified), number(r.Kept), number(r.Settled)}
}
