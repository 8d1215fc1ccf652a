package static

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

func ask(method, path string, header ...string) *http.Response {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, res *http.Response) []byte {
	t.Helper()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEveryFileHasAnAddressOfItsContent(t *testing.T) {
	want := map[string]string{
		"app.css":    "text/css; charset=utf-8",
		"app.js":     "text/javascript; charset=utf-8",
		"htmx.js":    "text/javascript; charset=utf-8",
		"sprite.svg": "image/svg+xml",
		"mark.svg":   "image/svg+xml",
	}
	for name := range byName {
		if want[name] == "" {
			t.Errorf("%s is served and nobody expects it", name)
		}
	}
	for name, kind := range want {
		path := Path(name)
		if !regexp.MustCompile(`^/static/[a-z]+\.[0-9a-f]{8}\.(css|js|svg)$`).MatchString(path) {
			t.Errorf("Path(%q) = %q", name, path)
		}
		res := ask("GET", path)
		if res.StatusCode != 200 || res.Header.Get("Content-Type") != kind {
			t.Errorf("%s: %d %s", path, res.StatusCode, res.Header.Get("Content-Type"))
		}
		for key, value := range map[string]string{
			"Cache-Control":          "public, max-age=31536000, immutable",
			"X-Content-Type-Options": "nosniff",
			"Vary":                   "Accept-Encoding",
			"Content-Encoding":       "",
		} {
			if got := res.Header.Get(key); got != value {
				t.Errorf("%s: %s = %q, want %q", path, key, got, value)
			}
		}
		if !bytes.Equal(body(t, res), byName[name].content) {
			t.Errorf("%s: not the file", path)
		}
	}
}

func TestGzipIsGivenToThoseWhoTakeIt(t *testing.T) {
	path := Path("app.css")
	for offer, want := range map[string]bool{
		"gzip": true, "br, GZIP;q=0.5": true, "gzip; q=1.0, br": true,
		"": false, "br": false, "gzip;q=0": false, "gzip; q=0.0": false, "identity": false, "xgzip": false,
	} {
		res := ask("GET", path, "Accept-Encoding", offer)
		b := body(t, res)
		if got := res.Header.Get("Content-Encoding") == "gzip"; got != want {
			t.Errorf("Accept-Encoding %q: gzip %v, want %v", offer, got, want)
			continue
		}
		if want {
			r, err := gzip.NewReader(bytes.NewReader(b))
			if err != nil {
				t.Fatal(err)
			}
			if b, err = io.ReadAll(r); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(b, byName["app.css"].content) {
			t.Errorf("Accept-Encoding %q: not the file", offer)
		}
	}
}

func TestAKnownTagNeedsNoBody(t *testing.T) {
	path := Path("app.js")
	plain := ask("GET", path).Header.Get("ETag")
	zipped := ask("GET", path, "Accept-Encoding", "gzip").Header.Get("ETag")
	if plain == zipped {
		t.Fatal("two representations, one tag")
	}
	for _, tag := range []string{plain, "W/" + plain, `"other", ` + plain, "*"} {
		res := ask("GET", path, "If-None-Match", tag)
		if b := body(t, res); res.StatusCode != 304 || len(b) > 0 || res.Header.Get("ETag") != plain {
			t.Errorf("If-None-Match %s: %d with %d bytes", tag, res.StatusCode, len(b))
		}
	}
	for _, tag := range []string{zipped, `"other"`, ""} {
		if res := ask("GET", path, "If-None-Match", tag); res.StatusCode != 200 {
			t.Errorf("If-None-Match %s: %d, want 200", tag, res.StatusCode)
		}
	}
}

func TestHeadHasTheLengthAndNoBody(t *testing.T) {
	path := Path("htmx.js")
	res := ask("HEAD", path)
	if b := body(t, res); res.StatusCode != 200 || len(b) > 0 || res.Header.Get("Content-Length") != ask("GET", path).Header.Get("Content-Length") {
		t.Errorf("HEAD: %d, %d bytes, Content-Length %s", res.StatusCode, len(b), res.Header.Get("Content-Length"))
	}
}

func TestOnlyTheNamedFilesExist(t *testing.T) {
	for _, path := range []string{
		"/static/", "/static/app.css", "/static/app.00000000.css", "/static/static.go", "/static/src/app.css",
		"/static/../static/static.go", "/static/app", "/" + strings.TrimPrefix(Path("app.css"), "/static/"), Path("app.css") + "/",
	} {
		res := ask("GET", path)
		if res.StatusCode != 404 || strings.Contains(res.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d, want 404 that nobody keeps", path, res.StatusCode)
		}
	}
}

func TestOtherMethodsAreRefused(t *testing.T) {
	for _, method := range []string{"POST", "PUT", "DELETE", "OPTIONS"} {
		if res := ask(method, Path("app.css")); res.StatusCode != 405 || res.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: %d, Allow %q", method, res.StatusCode, res.Header.Get("Allow"))
		}
	}
}

func TestPathPanicsOnAWrongName(t *testing.T) {
	defer func() {
		if said, _ := recover().(string); !strings.Contains(said, `"app.cs"`) {
			t.Errorf("panic %q, want one that names the file", said)
		}
	}()
	Path("app.cs")
}

// DESIGN: a first visit is at most 90 KB compressed; the own script 8 KB and the icons 6 KB as written.
func TestFilesStayWithinTheirBudgets(t *testing.T) {
	total := 0
	for _, f := range byName {
		total += len(f.gzipped)
	}
	if total > 60_000 {
		t.Errorf("all files are %d bytes compressed, and a page must still fit beside them in 90,000", total)
	}
	for name, most := range map[string]int{"app.js": 8192, "sprite.svg": 6144} {
		if n := len(byName[name].content); n > most {
			t.Errorf("%s is %d bytes, at most %d", name, n, most)
		}
	}
}

// The pages' content policy allows neither data: pictures nor anything from elsewhere.
func TestNothingIsFetchedFromElsewhere(t *testing.T) {
	for name, bans := range map[string][]string{
		"app.css":    {"url(", "@import", "data:"},
		"sprite.svg": {"href", "url(", "<style", "style=", "<script"},
		"mark.svg":   {"href", "url(", "<style", "style=", "<script"},
	} {
		for _, ban := range bans {
			if strings.Contains(string(byName[name].content), ban) {
				t.Errorf("%s contains %q", name, ban)
			}
		}
	}
}
