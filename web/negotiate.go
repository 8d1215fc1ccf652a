package web

import (
	"net/http"
	"strconv"
	"strings"
)

// shape is the form of an answer.
type shape int

const (
	asPage shape = iota
	asPart
	asJSON
	asCSV
)

// forms are those that a route has.
type forms struct{ page, json, csv bool }

// negotiate decides in which form a route answers, and errs where it has none that the client accepts.
func negotiate(r *http.Request, has forms) (shape, error) {
	switch format := Param(r, "format"); {
	case has.json && format == "json":
		return asJSON, nil
	case has.csv && (format == "csv" || format == "" && names(r, "text/csv") && !names(r, "text/html") && !names(r, "application/json")):
		return asCSV, nil
	case has.json && format != "":
		return asJSON, notFound(r, nil)
	case has.page && isPart(r):
		return asPart, nil // htmx's own Accept header says nothing that its others do not
	case has.page && (!has.json || isHTMX(r) || wantsPage(r)):
		return asPage, nil
	case !accepts(r, "application", "json"):
		return asJSON, &Error{Status: http.StatusNotAcceptable, Detail: "Could not satisfy the request Accept header."}
	}
	return asJSON, nil
}

// isPart says whether htmx asks for an element of the page it shows. It asks for the whole page when a link is boosted
// or history is restored.
func isPart(r *http.Request) bool {
	h := r.Header
	return isHTMX(r) && h.Get("HX-Request-Type") != "full" &&
		h.Get("HX-Boosted") != "true" && h.Get("HX-History-Restore-Request") != "true"
}

// isHTMX says whether htmx is asking, for a part or for a page. Restoring history, it says only that.
func isHTMX(r *http.Request) bool {
	return r.Header.Get("HX-Request") == "true" || r.Header.Get("HX-History-Restore-Request") == "true"
}

// target is the id of the element that htmx will replace: htmx 4 sends "section#rows".
func target(r *http.Request) string {
	name := r.Header.Get("HX-Target")
	return name[strings.LastIndexByte(name, '#')+1:]
}

// wantsPage says whether a person at a browser is asking: the Accept header names HTML and not JSON, which no browser
// names when it opens an address, and no token speaks for a client.
func wantsPage(r *http.Request) bool {
	return len(r.Header.Values("Authorization")) == 0 && names(r, "text/html") && !names(r, "application/json")
}

// Tidy sends a browser on to the address without its empty parameters, which mean nothing: a form that is sent without
// scripts names every field. Programs are answered at once.
func Tidy(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || !wantsPage(r) || isHTMX(r) {
			next.ServeHTTP(w, r)
			return
		}
		var kept []string
		for param := range strings.SplitSeq(r.URL.RawQuery, "&") {
			if name, value, _ := strings.Cut(param, "="); name != "" && value != "" {
				kept = append(kept, param)
			}
		}
		if query := strings.Join(kept, "&"); query != r.URL.RawQuery {
			http.Redirect(w, r, strings.TrimSuffix(r.URL.Path+"?"+query, "?"), http.StatusSeeOther)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Param is a parameter in the address, "" where there is none. Of several the last counts.
func Param(r *http.Request, name string) string {
	values := r.URL.Query()[name]
	if len(values) == 0 {
		return ""
	}
	return values[len(values)-1]
}

// names says whether the Accept header names a media type itself.
func names(r *http.Request, media string) bool {
	for name := range ranges(r) {
		if name == media {
			return true
		}
	}
	return false
}

// accepts says whether the Accept header allows a media type, by name or by a range. None at all allows everything
// (RFC 9110, §12.5.1).
func accepts(r *http.Request, kind, subtype string) bool {
	if strings.TrimSpace(strings.Join(r.Header.Values("Accept"), "")) == "" {
		return true
	}
	for name := range ranges(r) {
		if name == "*/*" || name == kind+"/*" || name == kind+"/"+subtype {
			return true
		}
	}
	return false
}

// ranges goes through the media ranges of the Accept header, without those of weight zero.
func ranges(r *http.Request) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, header := range r.Header.Values("Accept") {
			for part := range strings.SplitSeq(header, ",") {
				name, params, _ := strings.Cut(part, ";")
				if refused(params) {
					continue
				}
				if name = strings.ToLower(strings.TrimSpace(name)); name != "" && !yield(name) {
					return
				}
			}
		}
	}
}

func refused(params string) bool {
	for param := range strings.SplitSeq(params, ";") {
		if weight, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(param)), "q="); ok {
			q, err := strconv.ParseFloat(weight, 64)
			return err == nil && q == 0
		}
	}
	return false
}
