// Package static serves the files that every page needs: the built CSS, htmx, the own script, the icons.
//
// A file's address carries a hash of its content, so a browser keeps it for a year and still
// sees a change at once: there is nothing to configure and nothing to clear.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
)

//go:embed *.css *.js *.svg
var embedded embed.FS

const prefix = "/static/"

var types = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

type file struct {
	path    string // as pages name it: /static/app.0123abcd.css
	kind    string
	tag     string
	content []byte
	gzipped []byte
}

// Both are filled once: compressing all files takes a few milliseconds.
var byName, byPath = load()

// Path returns the address of a file of this folder, such as "/static/app.0123abcd.css" for "app.css".
// It panics when there is no such file: the name is in the source of a page, so any test that draws it tells.
func Path(name string) string {
	f, ok := byName[name]
	if !ok {
		panic("static: no file " + strconv.Quote(name) + " in the folder static")
	}
	return f.path
}

// Handler serves what Path names, for good: any other address is not found.
func Handler() http.Handler {
	return http.HandlerFunc(serve)
}

func serve(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "Only GET and HEAD.", http.StatusMethodNotAllowed)
		return
	}
	f, ok := byPath[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	content, tag := f.content, f.tag
	h := w.Header()
	if acceptsGzip(r) {
		content, tag = f.gzipped, f.tag+"-gzip"
		h.Set("Content-Encoding", "gzip")
	}
	tag = strconv.Quote(tag)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("ETag", tag)
	h.Set("X-Content-Type-Options", "nosniff")
	if matches(r.Header.Get("If-None-Match"), tag) {
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", f.kind)
	h.Set("Content-Length", strconv.Itoa(len(content)))
	if r.Method == http.MethodGet {
		w.Write(content)
	}
}

func acceptsGzip(r *http.Request) bool {
	for _, header := range r.Header.Values("Accept-Encoding") {
		for _, offer := range strings.Split(header, ",") {
			coding, weight, _ := strings.Cut(offer, ";")
			if !strings.EqualFold(strings.TrimSpace(coding), "gzip") {
				continue
			}
			_, q, weighed := strings.Cut(strings.TrimSpace(weight), "=")
			if value, err := strconv.ParseFloat(q, 64); !weighed || err != nil || value > 0 {
				return true
			}
		}
	}
	return false
}

// matches is weak comparison: a proxy that compressed on the way may have put W/ in front.
func matches(header, tag string) bool {
	return slices.ContainsFunc(strings.Split(header, ","), func(t string) bool {
		t = strings.TrimSpace(t)
		return t == "*" || strings.TrimPrefix(t, "W/") == tag
	})
}

func load() (byName, byPath map[string]*file) {
	byName, byPath = map[string]*file{}, map[string]*file{}
	entries, err := embedded.ReadDir(".")
	if err != nil {
		panic(err) // an embedded folder can be read
	}
	for _, entry := range entries {
		name := entry.Name()
		content, err := embedded.ReadFile(name)
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(content)
		hash, ext := hex.EncodeToString(sum[:4]), path.Ext(name)
		f := &file{
			path:    prefix + strings.TrimSuffix(name, ext) + "." + hash + ext,
			kind:    types[ext],
			tag:     hash,
			content: content,
			gzipped: compress(content),
		}
		byName[name], byPath[f.path] = f, f
	}
	return byName, byPath
}

func compress(content []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // fails for unknown levels only
	w.Write(content)
	w.Close()
	return b.Bytes()
}
