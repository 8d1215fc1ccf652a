package users

import (
	"context"
	"strconv"
	"strings"

	"roster/views/layout"
)

// link is the list's address for somebody else: the same people in the same columns.
func (l *Listing) link(ctx context.Context) string { return layout.From(ctx).Origin + l.sharable() }

// as is the address of the same people for a program: this page as JSON, all of them as CSV.
func (l *Listing) as(format string) string {
	asked := l.Asked.with("view", "", "columns", "")
	if format == "csv" {
		return asked.with("limit", "", "columns", strings.Join(l.Columns, ","), "format", format).address()
	}
	return l.page(asked).with("format", format).address()
}

// page is what is asked for with the page that is shown, by number.
func (l *Listing) page(asked Asked) Asked {
	asked = asked.with("limit", limitText(l.Query.Limit))
	if l.Query.Page > 1 {
		asked = asked.with("page", strconv.Itoa(l.Query.Page))
	}
	return asked
}

// curl is the command that fetches the page as JSON. Whoever runs it has their token in ROSTER_TOKEN.
func (l *Listing) curl(ctx context.Context) string {
	address := l.page(l.Asked.with("view", "", "columns", "")).address()
	return `curl -H "Authorization: Token $ROSTER_TOKEN" ` + quoted(layout.From(ctx).Origin+address)
}

// quoted is a text that a POSIX shell reads as it stands.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
