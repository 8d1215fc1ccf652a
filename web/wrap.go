package web

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/netip"
	"path"
	"strings"
	"time"

	"roster/models"
	"roster/views/layout"
	"roster/web/mail"
)

// Site is what holds for every request of a console.
type Site struct {
	Origin      string // the public origin, such as https://roster.example.com, without a slash at the end
	Environment string // a name to show on every page, "" for none

	Proxies []netip.Prefix // who may say in X-Forwarded-For whom they speak for

	Mail *mail.Mailer // sends letters; nil: nobody does

	// Guard tells who is asking for an address that does not exist, so that the page about it stands in their frame. It
	// may be nil.
	Guard Guard

	Started  <-chan struct{} // closed when the schema is in place: until then only the probes are answered; nil for now
	Stopping <-chan struct{} // closed when the console was told to stop: it is ready for no more
}

// IsStopping says whether the console was told to stop.
func (s Site) IsStopping() bool {
	select {
	case <-s.Stopping:
		return true
	default:
		return false
	}
}

// requestTime is how long an answer may take to be made.
const requestTime = 9 * time.Second

// Wrap puts around all routes what holds for every request: an id, a line in the log, limits, headers, and an answer
// in the right form to what no route answers.
func (s Site) Wrap(routes *http.ServeMux) http.Handler {
	h := s.answerUnknown(routes)
	h = s.whenStarted(h)
	h = refuse(h)
	h = crossOrigin(h)
	h = s.expectHost(h)
	h = asAWX(h)
	h = recovered(h)
	h = s.headers(h)
	h = logged(h)
	return s.begin(h)
}

// begin gives a request its id, its frame and its time.
func (s Site) begin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.TransferEncoding) > 0 {
			w.Header().Set("Connection", "close") // its length was not announced: nothing may be read as the next request
		}
		id := rand.Text()[:16]
		w.Header().Set("X-Request-Id", id)
		ctx, cancel := context.WithTimeout(r.Context(), requestTime)
		defer cancel()
		r.RemoteAddr = s.peer(r)
		ctx = layout.With(ctx, &layout.Frame{
			Origin: s.Origin, Environment: s.Environment, RequestID: id, Path: r.URL.RequestURI(),
			Theme: look(r, themeCookie, "light", "dark"), Dir: orElse(look(r, dirCookie, "ltr", "rtl"), "ltr"),
		})
		next.ServeHTTP(w, r.WithContext(models.WithActor(ctx, actorOf(r, id))))
	})
}

// whenStarted asks clients to wait while the console waits for its database and brings up the schema.
func (s Site) whenStarted(next http.Handler) http.Handler {
	if s.Started == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-s.Started:
		default:
			if !isProbe(r) && !strings.HasPrefix(r.URL.Path, "/static/") {
				Fail(w, r, models.ErrUnavailable)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// refuse turns away what no handler could read, before anything is asked of the database.
func refuse(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if e := checkRequest(r); e != nil {
			Fail(w, r, e)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		next.ServeHTTP(w, r)
	})
}

// crossOrigin refuses changes that another site's page asks for in the name of somebody signed in here. Programs send
// neither Origin nor Sec-Fetch-Site, and pass.
func crossOrigin(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if guard.Check(r) != nil {
			Fail(w, r, &Error{Status: http.StatusForbidden, Detail: "Cross-origin request refused.",
				Advice: "Another site sent you here with a change in its hands, and it was refused. Nothing was changed."})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// answerUnknown answers what no route does in the form the client asked for. An address that is not spelled plainly
// (two slashes, dots) is not known either: a redirect would be a guess.
func (s Site) answerUnknown(routes *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		clean := path.Clean(r.URL.Path)
		if strings.HasSuffix(r.URL.Path, "/") && clean != "/" {
			clean += "/"
		}
		if _, pattern := routes.Handler(r); pattern == "" || clean != r.URL.Path {
			e := notFound(r, nil)
			e.Detail = drf.missing
			if s.Guard != nil && wantsPage(r) {
				if viewer, err := s.Guard(r); err == nil {
					r = identify(r, viewer)
				}
			}
			Fail(w, r, e)
			return
		}
		routes.ServeHTTP(w, r)
	})
}

// Fail answers with an error where no view says in which forms: for requests that no route has taken, and for handlers
// that write by themselves.
func Fail(w http.ResponseWriter, r *http.Request, err error) {
	as := asJSON
	switch {
	case strings.HasPrefix(r.URL.Path, "/api/"):
	case isPart(r):
		as = asPart
	case wantsPage(r):
		as = asPage
	}
	fail(w, r, as, err)
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
