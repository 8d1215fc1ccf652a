package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"roster/models"
)

// formulaSigns begin what a spreadsheet computes. A cell with one behind a ' is a text that begins with it.
const formulaSigns = "=+-@\t\r"

type csvRows struct {
	format *csvFormat
	guard  *rowGuard
	csv    *csv.Reader
	from   int64
}

func (r *csvRows) next() (fileRow, int64, error) {
	r.guard.read = 0
	cells, err := r.csv.Read()
	if wrong, ok := errors.AsType[*csv.ParseError](err); ok {
		line := wrong.Line + r.format.lines
		if err = fmt.Errorf("line %d, column %d: %w", line, wrong.Column, wrong.Err); errors.Is(err, csv.ErrFieldCount) {
			err = fmt.Errorf("line %d has %d cells, and the header %d", line, len(cells), len(r.format.header))
		}
	}
	return csvRow{r.format, cells}, r.from + r.csv.InputOffset(), err
}

type csvRow struct {
	format *csvFormat
	cells  []string
}

func (csvRow) names(*columns) error { return nil }

// value is the text of a cell, without the sign against formulas.
func (r csvRow) value(i int) string {
	cell := r.cells[i]
	if len(cell) > 1 && cell[0] == '\'' && strings.IndexByte(formulaSigns, cell[1]) >= 0 {
		return cell[1:]
	}
	return cell
}

func (r csvRow) draft(field func(string) string) (d models.Draft) {
	for i, name := range r.format.header {
		if field := field(name); field != "" {
			d.Type(field, r.value(i))
		}
	}
	return d
}

func (r csvRow) refused(text string) []byte { return r.format.line(r.format.withError(r.cells, text)) }

// rowGuard keeps a quote that is never closed from taking the whole file into memory.
type rowGuard struct {
	r    io.Reader
	read int
}

const maxRow = 1 << 20

func (g *rowGuard) Read(p []byte) (int, error) {
	if g.read > maxRow {
		return 0, fmt.Errorf("a row is longer than %d bytes: is a quotation mark left open?", maxRow)
	}
	n, err := g.r.Read(p)
	g.read += n
	return n, err
}
