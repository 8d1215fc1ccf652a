// Package web turns a value or an error into an HTTP answer: a page, a part of one, or JSON. It knows nothing of what
// the pages show.
package web

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"roster/models"
	"roster/views/layout"
)

// Guard says who is asking, or why they may not.
type Guard func(*http.Request) (*models.Viewer, error)

// Load gives what a request asks for.
type Load[T any] func(*http.Request) (T, error)

// View is every form in which a route can write a T. Page draws the whole page; a part is the fragment of it that is
// named by the id of the element it replaces, or always Part where that is set.
type View[T any] struct {
	Page func(T) templ.Component
	JSON func(context.Context, T) any
	CSV  func(*http.Request, T) Table
	Part string
	Asks bool                         // POST is GET with its parameters in a form, for a question too long for an address
	Rest func(*http.Request, T) error // reads what only the page shows; nil where there is no such thing
}

// Show answers GET and HEAD with what load finds, in the form that the client asked for. It asks in this order: is the
// form to be had (406), who is it (401), may they (403), is it the method (405), is it there (404). That is the order
// of Django REST framework, which the clients of the API paths know.
func Show[T any](guard Guard, load Load[T], view View[T]) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		allowed := readOnly
		if view.Asks {
			allowed += ", POST"
		}
		if w.Header().Get("Allow") == "" { // Methods knows better, where there are others
			w.Header().Set("Allow", allowed)
		}
		shape, err := negotiate(r, forms{view.Page != nil, view.JSON != nil, view.CSV != nil})
		if err != nil {
			fail(w, r, shape, err)
			return
		}
		r = r.WithContext(context.WithValue(context.WithValue(r.Context(), shapeKey{}, shape), metKey{}, new(any)))
		viewer, err := guard(r)
		if viewer != nil {
			r = identify(r, viewer)
			introduce(w, r)
		}
		if err != nil {
			fail(w, r, shape, err)
			return
		}
		switch {
		case r.Method == http.MethodGet, r.Method == http.MethodHead, r.Method == http.MethodPost && view.Asks:
		case r.Method == http.MethodOptions:
			w.WriteHeader(http.StatusNoContent)
			return
		default:
			fail(w, r, shape, methodNotAllowed(r, allowed))
			return
		}
		v, err := load(r)
		if err != nil {
			fail(w, r, shape, err)
			return
		}
		if OnScreen(r) && view.Rest != nil {
			if err := view.Rest(r, v); err != nil {
				fail(w, r, shape, err)
				return
			}
		}
		switch shape {
		case asJSON:
			writeJSON(w, r, http.StatusOK, view.JSON(r.Context(), v))
		case asCSV:
			writeCSV(w, r, view.CSV(r, v))
		case asPart:
			writePart(w, r, view.Page(v), orElse(view.Part, target(r)))
		default:
			WritePage(w, r, http.StatusOK, view.Page(v))
		}
	})
}

type shapeKey struct{}

// OnScreen says to a loader whether somebody will look at what it loads, and not a program read it. A person is better
// served by what is there, with a word about what is wrong, than by an error.
func OnScreen(r *http.Request) bool {
	as, ok := r.Context().Value(shapeKey{}).(shape)
	return ok && (as == asPage || as == asPart)
}

// Guarded lets through to a handler that writes by itself only whom the guard knows.
func Guarded(guard Guard, next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		viewer, err := guard(r)
		if viewer != nil {
			r = identify(r, viewer)
		}
		if err != nil {
			Fail(w, r, err)
			return
		}
		next(w, r)
	})
}

const readOnly = "GET, HEAD, OPTIONS"

// identify tells what follows who is asking: the pages, the JSON, the audit and the log.
func identify(r *http.Request, v *models.Viewer) *http.Request {
	ctx := r.Context()
	layout.From(ctx).Viewer = v
	a := actorOf(r, layout.From(ctx).RequestID)
	a.ID = v.ID
	return r.WithContext(models.WithActor(ctx, a))
}

// WritePage writes a whole page. It is drawn first and sent then, so that what cannot be drawn is an error and not
// half a page.
func WritePage(w http.ResponseWriter, r *http.Request, status int, page templ.Component) {
	body, err := draw(r.Context(), page)
	if err != nil {
		fail(w, r, asPage, err)
		return
	}
	write(w, status, html, compress(w, r, body))
}

// Answer writes what a handler has done, in the form that the client asked for. A change has no parts.
func Answer[T any](w http.ResponseWriter, r *http.Request, status int, v T, view View[T]) {
	if isHTMX(r) || wantsPage(r) {
		WritePage(w, r, status, view.Page(v))
		return
	}
	writeJSON(w, r, status, view.JSON(r.Context(), v))
}

// Lead answers what a handler has done: somebody at a browser is led to the page that shows it, and a program is told it.
func Lead[T any](w http.ResponseWriter, r *http.Request, status int, address string, v T, json func(context.Context, T) any) {
	if isHTMX(r) || wantsPage(r) {
		http.Redirect(w, r, address, http.StatusSeeOther)
		return
	}
	w.Header().Set("Location", address)
	writeJSON(w, r, status, json(r.Context(), v))
}

// writePart writes one fragment of a page; the whole page where it has no such fragment.
func writePart(w http.ResponseWriter, r *http.Request, page templ.Component, fragment string) {
	var buf bytes.Buffer
	if err := templ.RenderFragments(r.Context(), &buf, page, fragment); err != nil {
		fail(w, r, asPart, err)
		return
	}
	if buf.Len() == 0 {
		WritePage(w, r, http.StatusOK, page)
		return
	}
	write(w, http.StatusOK, html, compress(w, r, buf.Bytes()))
}

const html = "text/html; charset=utf-8"

func draw(ctx context.Context, page templ.Component) ([]byte, error) {
	var buf bytes.Buffer
	err := page.Render(ctx, &buf)
	return buf.Bytes(), err
}

func writeJSON(w http.ResponseWriter, r *http.Request, status int, v any) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		fail(w, r, asJSON, err)
		return
	}
	write(w, status, "application/json", bytes.TrimSuffix(buf.Bytes(), []byte("\n")))
}

func write(w http.ResponseWriter, status int, contentType string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	w.Write(body) // an error means that the client went away
}
