package models_test

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"roster/models"
)

// sheet is a file of rows in memory: "username=sara email=x@example.com". _ stands for a space, and nothing for nothing.
type sheet struct {
	t        testing.TB
	rows     []string
	next     int
	onRefuse func()
	refused  []string // "row: field: text; …" in the order in which they were written
}

func (s *sheet) Next() (models.ImportRow, error) {
	if s.next == len(s.rows) {
		return models.ImportRow{}, io.EOF
	}
	s.next++
	return s.At(int64(s.next), int64(s.next-1))
}

func (s *sheet) At(number, start int64) (models.ImportRow, error) {
	row := models.ImportRow{Number: number, Start: start, End: start + 1}
	for word := range strings.FieldsSeq(s.rows[start]) {
		field, value, _ := strings.Cut(word, "=")
		row.Draft.Type(field, strings.ReplaceAll(value, "_", " "))
	}
	return row, nil
}

func (s *sheet) Refuse(size int64, refusals []models.Refusal) (int64, error) {
	s.refused = s.refused[:size]
	for _, r := range refusals {
		s.refused = append(s.refused, fmt.Sprintf("%d: %v", r.Number, r.Faults))
	}
	if s.onRefuse != nil {
		s.onRefuse()
	}
	return int64(len(s.refused)), nil
}

// imports runs an import of rows to its end, and says what came of it.
func (d directory) imports(o models.ImportOptions, rows ...string) (models.ImportProgress, []string) {
	d.t.Helper()
	file := &sheet{t: d.t, rows: rows}
	progress, err := d.importsFile(d.t.Context(), o, file)
	if err != nil {
		d.t.Fatal(err)
	}
	slices.SortFunc(file.refused, func(a, b string) int { return rowOf(a) - rowOf(b) })
	return progress, file.refused
}

// rowOf is the row that a refusal is about.
func rowOf(refusal string) int {
	number, _, _ := strings.Cut(refusal, ":")
	n, _ := strconv.Atoi(number)
	return n
}

func (d directory) importsFile(ctx context.Context, o models.ImportOptions, file *sheet) (models.ImportProgress, error) {
	o.Rows, o.File, o.Again = int64(len(file.rows)), "people.csv", true
	if o.Match == "" {
		o.Match = "id"
	}
	ctx = models.WithActor(ctx, models.Actor{Door: "cli"})
	im, err := d.BeginImport(ctx, o)
	if err != nil {
		return models.ImportProgress{}, err
	}
	defer im.Close()
	err = im.Run(ctx, file, func(models.ImportProgress) {})
	return im.ImportProgress, err
}

// counts are the progress in short: created, updated, unchanged, refused.
func counts(p models.ImportProgress) [4]int64 {
	return [4]int64{p.Created, p.Updated, p.Unchanged, p.Refused}
}

// text asks for one text.
func (d directory) text(query string, args ...any) string {
	d.t.Helper()
	var s string
	if err := d.db.QueryRowContext(d.t.Context(), query, args...).Scan(&s); err != nil {
		d.t.Fatalf("%s: %v", query, err)
	}
	return s
}
