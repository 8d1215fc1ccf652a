package web

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"unicode/utf8"

	"roster/models"
)

// Door knows who is asking: by session, by token, or by either.
type Door struct {
	Store    *models.Store
	Sessions *Sessions

	// Meet, where it is set, finds whose token a key is, and whatever it is that they ask for: the loader of the route
	// finds that with Met. It saves the second question to the database.
	Meet func(r *http.Request, key string) (*models.Viewer, any, error)
}

type metKey struct{}

// Met is what a door's Meet found for this request; false where nobody asked it.
func Met[T any](r *http.Request) (met T, ok bool) {
	place, _ := r.Context().Value(metKey{}).(*any)
	if place != nil {
		met, ok = (*place).(T)
	}
	return met, ok
}

// Either lets in whoever shows a token or is signed in. A request with an Authorization header stands or falls by it,
// even beside a good cookie.
func (d Door) Either(r *http.Request) (*models.Viewer, error) {
	if len(r.Header.Values("Authorization")) > 0 {
		return d.token(r)
	}
	return d.session(r)
}

func (d Door) token(r *http.Request) (*models.Viewer, error) {
	key, err := tokenOf(r.Header.Values("Authorization"))
	if err != nil {
		return nil, err
	}
	v, err := d.viewer(r, key)
	switch {
	case errors.Is(err, models.ErrNotFound):
		return nil, unauthorized("Invalid token.")
	case err != nil:
		return nil, err
	case !v.IsActive:
		return nil, unauthorized("User inactive or deleted.")
	}
	d.touched(r, d.Store.TouchToken(r.Context(), v))
	return v, nil
}

func (d Door) viewer(r *http.Request, key string) (*models.Viewer, error) {
	place, _ := r.Context().Value(metKey{}).(*any)
	if d.Meet == nil || place == nil {
		return d.Store.TokenViewer(r.Context(), key)
	}
	v, met, err := d.Meet(r, key)
	*place = met
	return v, err
}

func (d Door) session(r *http.Request) (*models.Viewer, error) {
	id := d.Sessions.id(r)
	if id == "" {
		return nil, unauthorized("Authentication credentials were not provided.")
	}
	s, err := d.Store.Session(r.Context(), id)
	switch {
	case errors.Is(err, models.ErrNotFound):
		return nil, unauthorized("Authentication credentials were not provided.")
	case err != nil:
		return nil, err
	case !s.MayEnter(): // no longer: they were let in once
		return nil, unauthorized("User inactive or deleted.")
	}
	d.touched(r, d.Store.TouchSession(r.Context(), &s.Viewer, id))
	return &s.Viewer, nil
}

// touched notes that a sign of life was not written. The request goes on: a standby that cannot write still answers.
func (d Door) touched(r *http.Request, err error) {
	if err != nil {
		slog.WarnContext(r.Context(), "last use was not noted", "error", err)
	}
}

// Colleagues lets in staff and admins alone.
func Colleagues(guard Guard) Guard {
	return func(r *http.Request) (*models.Viewer, error) {
		v, err := guard(r)
		if err == nil && !v.MayEnter() {
			err = Forbidden("Only staff and admins may enter.")
		}
		return v, err
	}
}

// Holders lets in admins, and staff who hold a permission.
func Holders(guard Guard, code int, name string) Guard {
	return func(r *http.Request) (*models.Viewer, error) {
		v, err := Colleagues(guard)(r)
		if err == nil && !v.Can(code) {
			err = Forbidden(fmt.Sprintf("This needs the permission %s (%d), which you do not hold. An admin can grant it to you or to one of your groups.", name, code))
		}
		return v, err
	}
}

// Forbidden refuses somebody who is known. The advice tells a person why; a client hears what every client hears.
func Forbidden(advice string) error {
	return &Error{Status: http.StatusForbidden, Detail: "You do not have permission to perform this action.", Advice: advice}
}

func unauthorized(detail string) error {
	return &Error{Status: http.StatusUnauthorized, Detail: detail, Advice: detail}
}

// tokenOf reads the key out of the Authorization headers: one header, "Token KEY" or "Bearer KEY" in any case. The
// texts are those of Django REST framework's TokenAuthentication.
func tokenOf(headers []string) (string, error) {
	if len(headers) != 1 {
		return "", unauthorized("Invalid token header. Send one Authorization header.")
	}
	fields := strings.Fields(headers[0])
	switch {
	case len(fields) == 0 || !strings.EqualFold(fields[0], "token") && !strings.EqualFold(fields[0], "bearer"):
		return "", unauthorized("Authentication credentials were not provided.")
	case len(fields) == 1:
		return "", unauthorized("Invalid token header. No credentials provided.")
	case len(fields) > 2:
		return "", unauthorized("Invalid token header. Token string should not contain spaces.")
	case !utf8.ValidString(fields[1]) || strings.ContainsFunc(fields[1], func(c rune) bool { return c < '!' || c > '~' }):
		return "", unauthorized("Invalid token header. Token string should not contain invalid characters.")
	}
	return fields[1], nil
}
