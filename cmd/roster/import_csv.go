package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// csvFormat is a table with a header, and commas, semicolons or tabs between its cells.
type csvFormat struct {
	comma  rune
	crlf   bool
	header []string
	end    int64 // of the header
	lines  int   // that it has
}

func newCSV(start []byte) (*csvFormat, error) {
	f := &csvFormat{comma: commaOf(start)}
	head, _, _ := bytes.Cut(start, []byte("\n"))
	f.crlf = bytes.HasSuffix(head, []byte("\r"))
	r := f.reader(bytes.NewReader(start))
	header, err := r.Read()
	if err == io.EOF {
		return nil, errors.New("the file is empty: its first line has to name the columns")
	}
	if err != nil {
		return nil, fmt.Errorf("the first line has to name the columns: %w", err)
	}
	f.header, f.end = header, r.InputOffset()
	f.lines = bytes.Count(start[:f.end], []byte("\n"))
	seen := map[string]bool{}
	for _, name := range header {
		if name = plainName(name); seen[name] {
			return nil, fmt.Errorf("the column %q stands there twice: rename one", name)
		}
		seen[name] = true
	}
	return f, nil
}

// commaOf finds what stands between the cells of a header: what it has most of, outside of quotes.
func commaOf(start []byte) rune {
	counts := map[rune]int{}
	quoted := false
	for _, r := range string(start) {
		if r == '"' {
			quoted = !quoted
		}
		if r == '\n' && !quoted {
			break
		}
		if !quoted {
			counts[r]++
		}
	}
	best := ','
	for _, r := range ";\t" {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best
}

func (f *csvFormat) reader(r io.Reader) *csv.Reader {
	c := csv.NewReader(r)
	c.Comma, c.FieldsPerRecord, c.ReuseRecord = f.comma, len(f.header), true
	return c
}

func (f *csvFormat) first() int64 { return f.end }

func (f *csvFormat) names(c *columns) error {
	for _, name := range f.header {
		c.field(name)
	}
	return c.check()
}

// rows reads rows from a place in the file at which one begins.
func (f *csvFormat) rows(r io.Reader, from int64) rowReader {
	guard := &rowGuard{r: r}
	return &csvRows{format: f, guard: guard, csv: f.reader(guard), from: from}
}

// head begins a file of refused rows.
func (f *csvFormat) head() []byte { return f.line(f.withError(f.header, "error")) }

// withError puts a cell behind the others, in place of what an earlier import put there.
func (f *csvFormat) withError(cells []string, text string) []string {
	var kept []string
	for i, cell := range cells {
		if plainName(f.header[i]) != "error" {
			kept = append(kept, cell)
		}
	}
	return append(kept, text)
}

// line spells a row out. Cells that a spreadsheet would take for a formula get the sign that makes them texts.
func (f *csvFormat) line(cells []string) []byte {
	safe := make([]string, len(cells))
	for i, cell := range cells {
		safe[i] = cell
		if cell != "" && strings.ContainsRune(formulaSigns, rune(cell[0])) {
			safe[i] = "'" + cell
		}
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = f.comma, f.crlf
	w.Write(safe) // into memory
	w.Flush()
	return b.Bytes()
}
