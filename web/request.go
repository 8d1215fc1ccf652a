package web

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"roster/models"
)

// ID reads the id in a path. What is not written as Postgres writes a bigint above zero names nobody: ErrNotFound.
func ID(r *http.Request) (int64, error) {
	text := r.PathValue("id")
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id < 1 || strconv.FormatInt(id, 10) != text {
		return 0, models.ErrNotFound
	}
	return id, nil
}

// IsLocal says whether an address is a path on this console, fit to be sent to after signing in.
func IsLocal(address string) bool {
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") || strings.ContainsRune(address, '\\') ||
		strings.ContainsFunc(address, unicode.IsControl) || !utf8.ValidString(address) {
		return false
	}
	u, err := url.Parse(address)
	return err == nil && u.Host == "" && u.Scheme == ""
}

// MaxHeader is how many bytes the header of a request may have, its address among them.
const MaxHeader = 32 << 10

// Limits of what a request may bring besides.
const (
	maxQuery = 16 << 10
	maxBody  = 1 << 20
)

// checkRequest refuses what no handler could read rightly: it says what is wrong with the address or the size.
func checkRequest(r *http.Request) *Error {
	if len(r.URL.RawQuery) > maxQuery {
		return &Error{Status: http.StatusRequestURITooLong, Detail: "The query is longer than 16 KiB.",
			Advice: "The address is too long. Search for less at once."}
	}
	if r.ContentLength > maxBody {
		return tooLarge
	}
	if encoding := r.Header.Get("Content-Encoding"); encoding != "" && encoding != "identity" {
		return &Error{Status: http.StatusUnsupportedMediaType, Detail: "Send the body as it is, without Content-Encoding.",
			Advice: "This address takes a form, sent from its own page."}
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return badAddress("The query cannot be read: " + err.Error() + ".")
	}
	for name, values := range query {
		for _, text := range append(values, name) {
			if detail := BadText(text); detail != "" {
				return badAddress(detail)
			}
		}
	}
	return nil
}

func badAddress(detail string) *Error {
	return &Error{Status: http.StatusBadRequest, Detail: detail, Advice: "This address cannot be read. " + detail}
}

// BadText says what keeps a text from being stored or compared, "" if nothing does.
func BadText(text string) string {
	switch {
	case strings.ContainsRune(text, 0):
		return "Null characters are not allowed."
	case !utf8.ValidString(text) || strings.ContainsRune(text, utf8.RuneError):
		return "The text must be valid UTF-8."
	case strings.ContainsFunc(text, func(c rune) bool { return unicode.IsControl(c) && c != '\t' && c != '\n' && c != '\r' }):
		return "Control characters are not allowed."
	}
	return ""
}

// ReadForm reads the body of a form. It says what is wrong with one that cannot be read.
func ReadForm(r *http.Request) error {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/x-www-form-urlencoded" && r.ContentLength != 0 {
		return &Error{Status: http.StatusUnsupportedMediaType, Detail: fmt.Sprintf("Unsupported media type %q in request.", kind),
			Advice: "This address takes a form, sent from its own page."}
	}
	err := r.ParseForm()
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return tooLarge
	}
	if err != nil {
		return &Error{Status: http.StatusBadRequest, Detail: "The form cannot be read.", Advice: "The form cannot be read. Load its page again.", Err: err}
	}
	return nil
}

var tooLarge = &Error{Status: http.StatusRequestEntityTooLarge, Detail: "The body is larger than 1 MiB.",
	Advice: "That is more than this console takes at once: at most 1 MiB."}
