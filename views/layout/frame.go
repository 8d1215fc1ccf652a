// Package layout is the frame around every page: what each page may need to know, the shell it stands in, and the page
// that tells of an error.
package layout

import (
	"context"

	"roster/models"
)

// Frame is what every page and every answer may need besides what it shows.
type Frame struct {
	Viewer      *models.Viewer // nil: nobody signed in
	Origin      string         // the console's public origin, without a slash at the end
	Path        string         // the address of this page, with its query
	Theme       string         // light, dark, or "" for what the system says
	Dir         string         // ltr or rtl
	RequestID   string
	Environment string // a name to show on every page, "" for none
	Search      Search
	Refresh     int    // after so many seconds the page is loaded again where there are no scripts; 0: never
	Referrer    string // what other addresses are told of this one, as the header Referrer-Policy spells it; "": same-origin
}

type key struct{}

// With puts a frame into ctx.
func With(ctx context.Context, f *Frame) context.Context { return context.WithValue(ctx, key{}, f) }

// From gives the frame in ctx, an empty one where there is none.
func From(ctx context.Context) *Frame {
	if f, ok := ctx.Value(key{}).(*Frame); ok {
		return f
	}
	return &Frame{Dir: "ltr"}
}
