package web

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/gob"
	"errors"
	"net/http"
	"strings"

	"github.com/gorilla/sessions"

	"roster/models"
)

// Sessions keeps sessions in the database behind gorilla's Store. The cookie holds 256 random bits and nothing else.
type Sessions struct {
	store   *models.Store
	options sessions.Options
	name    string
}

// userKey is where a session keeps whose it is.
const userKey = "user"

// NewSessions keeps sessions for a console at origin. Over https the cookie is bound to the host and never sent in the
// clear; over http, which is for a console on one's own machine, it cannot be.
func NewSessions(store *models.Store, origin string) *Sessions {
	secure := strings.HasPrefix(origin, "https://")
	name := "roster"
	if secure {
		name = "__Host-roster"
	}
	return &Sessions{store: store, name: name, options: sessions.Options{
		Path:     "/",
		MaxAge:   0, // until the browser closes; the database ends it sooner
		Secure:   secure,
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
	}}
}

// Get gives the session of a request, the same one each time it is asked.
func (s *Sessions) Get(r *http.Request, name string) (*sessions.Session, error) {
	return sessions.GetRegistry(r).Get(s, name)
}

// New reads the session that the cookie names, and makes an empty one where that has ended or there is none.
func (s *Sessions) New(r *http.Request, name string) (*sessions.Session, error) {
	session := sessions.NewSession(s, name)
	options := s.options
	session.Options = &options
	session.IsNew = true
	id := s.id(r)
	if id == "" {
		return session, nil
	}
	kept, err := s.store.Session(r.Context(), id)
	if errors.Is(err, models.ErrNotFound) {
		return session, nil
	}
	if err != nil {
		return session, err
	}
	session.ID = id
	session.IsNew = false
	if err := gob.NewDecoder(bytes.NewReader(kept.Data)).Decode(&session.Values); err != nil {
		session.Values = map[any]any{} // written by another version; its id can still be ended
	}
	return session, nil
}

// Save writes a session and its cookie; a MaxAge below zero ends it.
func (s *Sessions) Save(r *http.Request, w http.ResponseWriter, session *sessions.Session) error {
	if session.Options.MaxAge < 0 {
		http.SetCookie(w, sessions.NewCookie(session.Name(), "", session.Options))
		if session.ID == "" {
			return nil
		}
		return s.store.EndSession(r.Context(), session.ID)
	}
	if session.ID == "" {
		session.ID = newSessionID()
	}
	var data bytes.Buffer
	if err := gob.NewEncoder(&data).Encode(session.Values); err != nil {
		return err
	}
	user, _ := session.Values[userKey].(int64)
	if err := s.store.SaveSession(r.Context(), session.ID, user, data.Bytes()); err != nil {
		return err
	}
	http.SetCookie(w, sessions.NewCookie(session.Name(), session.ID, session.Options))
	return nil
}

// SignIn begins a session for somebody, under an id that nobody saw before; the one the browser came with ends.
func (s *Sessions) SignIn(w http.ResponseWriter, r *http.Request, user int64) error {
	session, err := s.Get(r, s.name)
	if err != nil {
		return err
	}
	if session.ID != "" {
		if err := s.store.EndSession(r.Context(), session.ID); err != nil {
			return err
		}
	}
	session.ID = ""
	session.Values = map[any]any{userKey: user}
	return s.Save(r, w, session)
}

// SignOut ends the session of a request.
func (s *Sessions) SignOut(w http.ResponseWriter, r *http.Request) error {
	session, err := s.Get(r, s.name)
	if err != nil {
		return err
	}
	session.Options.MaxAge = -1
	return s.Save(r, w, session)
}

// id is the session id in a request's cookie, "" where there is none of the right form. Of two cookies of one name
// neither is to be trusted.
func (s *Sessions) id(r *http.Request) string {
	cookies := r.CookiesNamed(s.name)
	if len(cookies) != 1 || len(cookies[0].Value) != sessionIDLength {
		return ""
	}
	return cookies[0].Value
}

var sessionIDLength = base64.RawURLEncoding.EncodedLen(32)

func newSessionID() string {
	id := make([]byte, 32)
	rand.Read(id) // never fails: it ends the program instead
	return base64.RawURLEncoding.EncodeToString(id)
}
