// Package viewstest compares what pages and dialects draw with golden files, and holds the people of the documents as
// the views are given them.
package viewstest

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"roster/models"
	"roster/views/layout"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Golden compares got with testdata/NAME. With -update it writes the file: read the diff.
func Golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (go test -update writes it)", err)
	}
	if got == string(want) {
		return
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(gotLines), len(wantLines)) {
		if g, w := at(gotLines, i), at(wantLines, i); g != w {
			t.Errorf("%s:%d\n got %s\nwant %s\n(go test -update writes it anew)", file, i+1, g, w)
			return
		}
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}

// Document is the example of a document, kept word for word in a directory, without the white space between its tokens.
func Document(t *testing.T, dir, number string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "document_"+number+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := json.Compact(&b, text); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// hashed is the part of a static file's address that changes with its content.
var hashed = regexp.MustCompile(`(/static/[a-z]+)\.[0-9a-f]+\.`)

// Draw draws a page as Keegan sees it, a tag a line so that a golden's diff can be read, and without what changes with
// the stylesheet.
func Draw(t *testing.T, page templ.Component, change ...func(*layout.Frame)) string {
	t.Helper()
	f := &layout.Frame{
		Viewer: &models.Viewer{ID: 1, Username: "keegan2255", FirstName: "kevin", LastName: "keegan", IsActive: true, IsAdmin: true},
		Origin: "http://www.example.com", Path: "/users/", Dir: "ltr", RequestID: "REQUEST",
	}
	for _, c := range change {
		c(f)
	}
	var b strings.Builder
	if err := page.Render(layout.With(context.Background(), f), &b); err != nil {
		t.Fatal(err)
	}
	html := hashed.ReplaceAllString(b.String(), "$1.")
	return strings.ReplaceAll(html, "><", ">\n<") + "\n"
}

// Nobody takes the viewer out of a frame: the page as somebody sees it who is not signed in.
func Nobody(f *layout.Frame) { f.Viewer = nil }
