package web

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A handler that panics gives a 500 in the form asked for. What went wrong is in the log, under the request's id, and
// not in the answer.
func TestAPanicIsAnAnswer(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(before)
	mux := http.NewServeMux()
	mux.HandleFunc("/boom/{$}", func(http.ResponseWriter, *http.Request) { panic("secret of the house") })
	site := Site{Origin: "http://example.com"}.Wrap(mux)
	for accept, want := range map[string]string{"text/html": "<!doctype html>", "application/json": `{"detail":"Server error."}`} {
		log.Reset()
		r, w := httptest.NewRequest("GET", "http://example.com/boom/", nil), httptest.NewRecorder()
		r.Header.Set("Accept", accept)
		site.ServeHTTP(w, r)
		if w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), want) || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s: %d %s", accept, w.Code, w.Body)
		}
		if id := w.Header().Get("X-Request-Id"); !strings.Contains(log.String(), "secret of the house") || strings.Count(log.String(), id) < 2 {
			t.Errorf("%s: the log says %s", accept, &log)
		}
	}
}

func TestTheBodyOfARequestHasALimit(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/form/{$}", func(w http.ResponseWriter, r *http.Request) {
		if err := ReadForm(r); err != nil {
			Fail(w, r, err)
		}
	})
	site := Site{Origin: "http://example.com"}.Wrap(mux)
	for what, row := range map[string]struct {
		size, want int
		announced  bool
	}{
		"small": {1000, 200, true}, "large": {maxBody + 1, 413, true}, "large and not announced": {maxBody + 1, 413, false},
	} {
		r := httptest.NewRequest("POST", "http://example.com/form/", strings.NewReader("a="+strings.Repeat("x", row.size-2)))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if !row.announced {
			r.ContentLength, r.TransferEncoding = -1, []string{"chunked"}
		}
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		if w.Code != row.want || !row.announced && w.Header().Get("Connection") != "close" {
			t.Errorf("%s: %d %v, want %d", what, w.Code, w.Header(), row.want)
		}
	}
}
