package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"roster/models"
)

// fileFormat is how rows stand in a file.
type fileFormat interface {
	first() int64 // where the first row stands
	head() []byte // what begins a file of refused rows
	names(c *columns) error
	rows(r io.Reader, from int64) rowReader
}

type rowReader interface {
	// next gives a row and where it ends; io.EOF behind the last.
	next() (fileRow, int64, error)
}

type fileRow interface {
	// names meets the columns that only this row has.
	names(c *columns) error
	// draft gives what the row proposes. field says which field a column fills, "" for none.
	draft(field func(name string) string) models.Draft
	// refused is the row as it was, with what is wrong with it.
	refused(text string) []byte
}

// importFile is a file to import: models.ImportFile.
type importFile struct {
	name    string // "-" is standard input
	file    *os.File
	mark    int64 // how long the byte order mark is
	size    int64 // without it
	format  fileFormat
	columns *columns
	keepIDs bool

	// What the survey found.
	sum   [32]byte
	rows  int64
	maxID int64

	// Where Next is.
	reader rowReader
	number int64
	at     int64

	refused *refusedFile
}

const byteOrderMark = "\ufeff"

// openImport opens a file to import. What comes from standard input is kept aside, since it is read twice.
func (c console) openImport(name, format string) (*importFile, error) {
	f := &importFile{name: name}
	var err error
	if name == "-" {
		err = f.spool(c.stdin)
	} else if f.file, err = os.Open(name); err == nil {
		if info, statErr := f.file.Stat(); statErr == nil && info.IsDir() {
			err = fmt.Errorf("%s is a directory", name)
		} else if statErr == nil && !info.Mode().IsRegular() {
			f.name = "-"
			err = f.spool(f.file)
		}
	}
	if err != nil {
		return nil, err
	}
	start := make([]byte, maxRow)
	n, err := f.file.ReadAt(start, 0)
	if err != nil && err != io.EOF {
		return nil, err
	}
	start = start[:n]
	if bytes.HasPrefix(start, []byte("\xff\xfe")) || bytes.HasPrefix(start, []byte("\xfe\xff")) {
		return nil, f.errorf("it is UTF-16, and has to be UTF-8: save it anew with that encoding")
	}
	if bytes.HasPrefix(start, []byte(byteOrderMark)) {
		f.mark = int64(len(byteOrderMark))
	}
	info, err := f.file.Stat()
	if err != nil {
		return nil, err
	}
	f.size = info.Size() - f.mark
	if format == "jsonl" {
		f.format = jsonlFormat{}
		return f, nil
	}
	table, err := newCSV(start[f.mark:])
	f.format = table
	if err != nil {
		return nil, f.errorf("%w", err)
	}
	return f, nil
}

// spool copies a stream to a file that is gone with the process.
func (f *importFile) spool(from io.Reader) (err error) {
	if f.file, err = os.CreateTemp("", "roster-import-"); err != nil {
		return err
	}
	os.Remove(f.file.Name())
	_, err = io.Copy(f.file, from)
	return err
}

func (f *importFile) errorf(format string, args ...any) error {
	return fmt.Errorf("%s: %w. Nothing was imported", f.name, fmt.Errorf(format, args...))
}

// formatOf finds the format of a file by the end of its name, unless it was given.
func formatOf(name, given string) (string, error) {
	switch ext := strings.ToLower(filepath.Ext(name)); {
	case given == "csv" || given == "jsonl":
		return given, nil
	case given != "":
		return "", usage("--format is csv or jsonl, not %q", given)
	case ext == ".csv", ext == ".tsv":
		return "csv", nil
	case ext == ".jsonl", ext == ".ndjson":
		return "jsonl", nil
	}
	return "", usage("what %s holds cannot be told from its name: add --format csv or --format jsonl", name)
}
