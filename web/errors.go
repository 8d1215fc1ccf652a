package web

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"roster/models"
	"roster/views/layout"
)

// Error is what went wrong in the words of HTTP. Detail and Advice are for the reader, Err is for the log.
type Error struct {
	Status     int
	Detail     string              // to a client: short, and part of the API
	Advice     string              // to a person: what happened and what to do next
	Fields     map[string][]string // what is wrong with each field; takes the place of Detail in JSON
	RetryAfter time.Duration
	Err        error
}

func (e *Error) Error() string {
	text := fmt.Sprintf("%d %s", e.Status, e.Detail)
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

func (e *Error) Unwrap() error { return e.Err }

// statusClientGone is what the log says of a request whose client went away; nobody reads the answer (nginx, 499).
const statusClientGone = 499

// explain is the table from errors to answers.
func explain(r *http.Request, err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	if fields, ok := errors.AsType[models.Invalid](err); ok {
		return &Error{Status: http.StatusBadRequest, Fields: fields, Err: err, Advice: sentences(fields)}
	}
	if t, ok := errors.AsType[models.Throttled](err); ok {
		seconds := int(t.After / time.Second)
		return &Error{Status: http.StatusTooManyRequests, RetryAfter: t.After, Err: err,
			Detail: fmt.Sprintf("Request was throttled. Expected available in %d second%s.", seconds, plural(seconds)),
			Advice: fmt.Sprintf("There were too many attempts. Try again in %d second%s.", seconds, plural(seconds))}
	}
	switch {
	case errors.Is(err, models.ErrNotFound):
		return notFound(r, err)
	case errors.Is(err, models.ErrForbidden):
		return explain(r, Forbidden("This is for admins to do."))
	case r.Context().Err() == context.Canceled:
		return &Error{Status: statusClientGone, Err: err}
	case errors.Is(err, models.ErrTooBroad):
		return &Error{Status: http.StatusBadRequest, Err: err,
			Detail: "This would take longer than two seconds. Add a filter, or search for more letters.",
			Advice: "This would take longer than two seconds. Add a filter, or search for more letters."}
	case errors.Is(err, models.ErrUnavailable):
		return &Error{Status: http.StatusServiceUnavailable, RetryAfter: 5 * time.Second, Err: err,
			Detail: "The database is away. Try again in a few seconds.",
			Advice: "The database is away or too busy to answer. Nothing was changed. Try again in a few seconds."}
	case errors.Is(err, models.ErrConflict):
		return &Error{Status: http.StatusConflict, Detail: "This conflicts with what is stored.", Err: err,
			Advice: "Somebody else was faster: what you sent conflicts with what is stored. Load the page again."}
	}
	return &Error{Status: http.StatusInternalServerError, Detail: "Server error.", Err: err,
		Advice: "Something went wrong here, and it is not your doing. It has been noted under the request's id."}
}

// sentences is what is wrong with some fields, for a person. A search is called by no other name than its box.
func sentences(fields models.Invalid) string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		text := strings.Join(fields[name], " ")
		if name != "q" {
			text = name + ": " + text
		}
		list = append(list, text)
	}
	return strings.Join(list, " ")
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}

func notFound(r *http.Request, err error) *Error {
	return &Error{Status: http.StatusNotFound, Detail: voiceOf(r).missing, Err: err,
		Advice: "There is nobody and nothing at this address. Look for the person by name, e-mail or telephone number."}
}

func methodNotAllowed(r *http.Request, allowed string) *Error {
	return &Error{Status: http.StatusMethodNotAllowed, Detail: fmt.Sprintf("Method %q not allowed.", r.Method),
		Advice: fmt.Sprintf("This address does not answer %s. It answers %s.", r.Method, allowed)}
}

// FailForm answers with an error of what somebody typed: a page shows the form again with what to do, and keeps what was
// typed. What is not theirs to mend is an error like any other.
func FailForm(w http.ResponseWriter, r *http.Request, err error, form func(advice string) templ.Component) {
	e := explain(r, err)
	if !wantsPage(r) || e.Status >= 500 || e.Status == statusClientGone {
		Fail(w, r, err)
		return
	}
	retryAfter(w, e)
	WritePage(w, r, e.Status, form(e.Advice))
}

// retryAfter says when to try again, where that is known.
func retryAfter(w http.ResponseWriter, e *Error) {
	if e.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int((e.RetryAfter+time.Second-1)/time.Second)))
	}
}

// fail answers with an error in the form asked for, and logs it once if it is ours.
func fail(w http.ResponseWriter, r *http.Request, as shape, err error) {
	e := explain(r, err)
	note(r, e)
	if as == asCSV {
		as = asJSON
		if wantsPage(r) { // somebody followed a link to a file
			as = asPage
		}
	}
	h := w.Header()
	retryAfter(w, e)
	switch {
	case e.Status == statusClientGone:
		panic(http.ErrAbortHandler) // the connection is gone: there is nothing to write to
	case as == asJSON, e.Status == http.StatusUnauthorized && as == asPage && !wantsPage(r) && !isHTMX(r):
		failJSON(w, r, e) // a program is not helped by the way to a form
	case e.Status == http.StatusUnauthorized && as == asPart:
		h.Set("HX-Redirect", loginFor(r))
		w.WriteHeader(http.StatusUnauthorized)
	case e.Status == http.StatusUnauthorized:
		http.Redirect(w, r, loginFor(r), http.StatusSeeOther)
	case as == asPart:
		// What is on the screen stays; the message appears above it.
		h.Set("HX-Retarget", "#notice")
		h.Set("HX-Reswap", "innerHTML")
		h.Set("HX-Push-Url", "false")
		failPage(w, r, e.Status, layout.Notice(e.Status, e.Advice))
	default:
		failPage(w, r, e.Status, layout.Error(e.Status, e.Advice))
	}
}

func failJSON(w http.ResponseWriter, r *http.Request, e *Error) {
	detail, voice := e.Detail, voiceOf(r)
	if e.Status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", voice.challenge)
		if voice.anonymous != "" {
			detail = voice.anonymous
		}
	}
	if e.Fields != nil {
		writeJSON(w, r, e.Status, e.Fields)
		return
	}
	writeJSON(w, r, e.Status, struct {
		Detail string `json:"detail"`
	}{detail})
}

// failPage writes the page that tells of an error. Should even that not be drawn, it says so in plain text.
func failPage(w http.ResponseWriter, r *http.Request, status int, page templ.Component) {
	body, err := draw(context.WithoutCancel(r.Context()), page) // the time may be what ran out
	if err != nil {
		http.Error(w, http.StatusText(status), status)
		return
	}
	write(w, status, html, body)
}

// maxNext is how long an address may be that signing in leads back to: spelled within another it grows threefold.
const maxNext = 4 << 10

// loginFor is the way to sign in and back to the page first asked for.
func loginFor(r *http.Request) string {
	next := pageBehind(r)
	if next == "/" || len(next) > maxNext || !IsLocal(next) {
		return "/login"
	}
	return "/login?next=" + url.QueryEscape(next)
}

// pageBehind is the page that somebody is on who sent a request, "" where that is unknown. A part is not a page to come
// back to, unless it is the page itself with other parameters: then nothing typed is lost.
func pageBehind(r *http.Request) string {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return ""
	}
	if !isPart(r) {
		return r.URL.RequestURI()
	}
	at, err := url.Parse(r.Header.Get("HX-Current-URL"))
	origin, wrong := url.Parse(layout.From(r.Context()).Origin)
	if err != nil || wrong != nil || at.Host != "" && !sameHost(at.Host, origin) {
		return ""
	}
	if at.Path == r.URL.Path {
		return r.URL.RequestURI()
	}
	return at.RequestURI()
}
