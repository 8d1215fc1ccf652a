package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAClientReadsWhatNetHTTPWrites(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/whole":
			io.WriteString(w, "whole")
		case "/chunks":
			for range 3 {
				io.WriteString(w, strings.Repeat("x", 100_000))
				w.(http.Flusher).Flush()
			}
		case "/empty":
		case "/broad":
			w.WriteHeader(http.StatusBadRequest)
			io.WriteString(w, `{"detail": "This would take longer than two seconds."}`)
		case "/cut":
			w.Header().Set("Content-Length", "10")
			io.WriteString(w, "half")
		default:
			http.Error(w, "fault", http.StatusTeapot)
		}
	}))
	defer server.Close()
	addr := server.Listener.Addr().String()
	c, err := dial(addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	for _, row := range []struct {
		path   string
		status int
		length int
		gaveUp bool
	}{
		{"/whole", 200, 5, false},
		{"/chunks", 200, 300_000, false},
		{"/empty", 200, 0, false},
		{"/broad", 400, 0, true},
		{"/fault", 418, 0, false},
		{"/whole", 200, 5, false},
	} {
		for _, wanted := range []bool{true, false} {
			var body bytes.Buffer
			var to io.Writer
			if wanted {
				to = &body
			}
			status, err := c.ask(request(addr, row.path), to)
			if err != nil || status != row.status || wanted && body.Len() != row.length || c.gaveUp(status) != row.gaveUp {
				t.Errorf("%s: %d, %d bytes, %v", row.path, status, body.Len(), err)
			}
		}
	}
	if _, err := c.ask(request(addr, "/cut"), nil); err == nil {
		t.Error("half an answer is no error")
	}
}
