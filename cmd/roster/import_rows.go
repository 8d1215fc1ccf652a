package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"roster/models"
)

// goOn makes Next begin behind a row.
func (f *importFile) goOn(number, at int64) {
	f.number, f.at = number, max(at, f.format.first())
	f.reader = f.rowsFrom(f.at)
}

func (f *importFile) rowsFrom(at int64) rowReader {
	return f.format.rows(io.NewSectionReader(f.file, f.mark+at, f.size-at), at)
}

// Next gives the next row.
func (f *importFile) Next() (models.ImportRow, error) {
	row, end, err := f.reader.next()
	if err != nil {
		return models.ImportRow{}, err
	}
	f.number++
	read := models.ImportRow{Number: f.number, Start: f.at, End: end, Draft: row.draft(f.columns.field)}
	f.at = end
	return read, nil
}

// At reads a row again.
func (f *importFile) At(number, start int64) (models.ImportRow, error) {
	row, end, err := f.rowsFrom(start).next()
	if err != nil {
		return models.ImportRow{}, fmt.Errorf("row %d of %s is not where it was: %w", number, f.name, err)
	}
	return models.ImportRow{Number: number, Start: start, End: end, Draft: row.draft(f.columns.field)}, nil
}

// Refuse writes rows down with what is wrong with them.
func (f *importFile) Refuse(size int64, refusals []models.Refusal) (int64, error) {
	var lines []byte
	if size == 0 {
		if f.mark > 0 {
			lines = append(lines, byteOrderMark...)
		}
		lines = append(lines, f.format.head()...)
	}
	for _, r := range refusals {
		row, _, err := f.rowsFrom(r.Start).next()
		if err != nil {
			return 0, fmt.Errorf("row %d of %s is not where it was: %w", r.Number, f.name, err)
		}
		lines = append(lines, row.refused(f.explain(r.Faults))...)
	}
	return f.refused.write(size, lines)
}

// explain tells what is wrong in one line, by the names that the file has for the fields.
func (f *importFile) explain(faults models.Invalid) string {
	var texts []string
	for field, messages := range faults {
		texts = append(texts, f.columns.told(field)+": "+strings.Join(messages, " "))
	}
	slices.Sort(texts)
	return strings.Join(texts, "; ")
}
