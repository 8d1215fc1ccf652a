package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http/httptest"
	"testing"
)

func TestPagesAreCompressedForWhoUnpacksThem(t *testing.T) {
	page := bytes.Repeat([]byte("<p>Inter</p>"), 1000)
	for header, want := range map[string]bool{"gzip": true, "br, gzip;q=0.5": true, "": false, "br": false, "gzip;q=0": false, "x-gzip": false} {
		r, w := httptest.NewRequest("GET", "/", nil), httptest.NewRecorder()
		r.Header.Set("Accept-Encoding", header)
		body := compress(w, r, page)
		if packed := w.Header().Get("Content-Encoding") == "gzip"; packed != want {
			t.Errorf("%q: compressed is %v, want %v", header, packed, want)
		} else if packed {
			z, err := gzip.NewReader(bytes.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(z); err != nil || !bytes.Equal(got, page) || len(body) > len(page)/10 {
				t.Errorf("%q: %d bytes, %v", header, len(body), err)
			}
		}
	}
}
