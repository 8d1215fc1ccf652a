package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"roster/models"
	"roster/views/layout"
)

// logged writes one line for each request: what was asked, what was answered, how long it took and how many statements
// it cost. The query is left out: it may hold what people search for.
func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		since := time.Now()
		ctx, statements := models.WithTally(r.Context())
		seen := &seenStatus{ResponseWriter: w}
		frame := layout.From(ctx)
		defer func() {
			if seen.status == 0 {
				seen.status = statusClientGone
			}
			level := slog.LevelInfo
			if seen.status >= 500 {
				level = slog.LevelError
			}
			attrs := []slog.Attr{
				slog.String("request", frame.RequestID),
				slog.String("method", r.Method),
				slog.String("path", told(r.URL.Path)),
				slog.Int("status", seen.status),
				slog.Duration("took", time.Since(since).Round(10*time.Microsecond)),
				slog.Int64("statements", statements.Load()),
				slog.String("from", r.RemoteAddr),
			}
			if frame.Viewer != nil {
				attrs = append(attrs, slog.Int64("viewer", frame.Viewer.ID))
			}
			slog.LogAttrs(ctx, level, "request", attrs...)
		}()
		next.ServeHTTP(seen, r.WithContext(ctx))
	})
}

// told is a path as the log may hold it: what stands behind /join/ lets people in.
func told(path string) string {
	if at := strings.Index(strings.ToLower(path), "join"); at >= 0 && strings.Contains(path[at:], "/") { // also where it is not spelled plainly
		return path[:at] + "join/…"
	}
	return path
}

// note tells the log what the client is not told. What a client did wrong is the client's.
func note(r *http.Request, e *Error) {
	if e.Status >= 500 {
		slog.ErrorContext(r.Context(), "request failed", "request", layout.From(r.Context()).RequestID,
			"path", told(r.URL.Path), "status", e.Status, "error", e.Err)
	}
}

// recovered answers for a handler that panicked.
func recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch p := recover(); p {
			case nil:
			case http.ErrAbortHandler:
				panic(p)
			default:
				slog.ErrorContext(r.Context(), "panic", "request", layout.From(r.Context()).RequestID,
					"panic", p, "stack", string(debug.Stack()))
				Fail(w, r, fmt.Errorf("panic: %v", p))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// seenStatus remembers the status that was sent.
type seenStatus struct {
	http.ResponseWriter

	status int
}

func (s *seenStatus) WriteHeader(status int) {
	if s.status == 0 {
		s.status = status
	}
	s.ResponseWriter.WriteHeader(status)
}

func (s *seenStatus) Write(b []byte) (int, error) {
	if s.status == 0 {
		s.status = http.StatusOK
	}
	return s.ResponseWriter.Write(b)
}

func (s *seenStatus) Unwrap() http.ResponseWriter { return s.ResponseWriter }
