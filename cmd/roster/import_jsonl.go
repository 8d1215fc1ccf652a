package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"roster/models"
)

// jsonlFormat has an object on each line.
type jsonlFormat struct{}

func (jsonlFormat) first() int64 { return 0 }

func (jsonlFormat) head() []byte { return nil }

func (jsonlFormat) names(*columns) error { return nil }

func (jsonlFormat) rows(r io.Reader, from int64) rowReader {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 64<<10), maxRow)
	lines.Split(wholeLines)
	return &jsonlRows{lines: lines, end: from}
}

// wholeLines is bufio.ScanLines with the ends of lines, so that their lengths add up.
func wholeLines(data []byte, atEOF bool) (int, []byte, error) {
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		return i + 1, data[:i+1], nil
	}
	if atEOF && len(data) > 0 {
		return len(data), data, nil
	}
	return 0, nil, nil
}

type jsonlRows struct {
	lines *bufio.Scanner
	end   int64
	line  int
}

func (r *jsonlRows) next() (fileRow, int64, error) {
	for r.lines.Scan() {
		r.line++
		r.end += int64(len(r.lines.Bytes()))
		text := strings.TrimSpace(r.lines.Text())
		if text == "" {
			continue
		}
		values, err := models.ReadObject(text)
		if err != nil {
			return nil, 0, fmt.Errorf("line %d: %w", r.line, err)
		}
		return jsonlRow{text, values}, r.end, nil
	}
	err := r.lines.Err()
	if errors.Is(err, bufio.ErrTooLong) {
		return nil, 0, fmt.Errorf("line %d is longer than %d bytes", r.line+1, maxRow)
	}
	if err == nil {
		err = io.EOF
	}
	return nil, 0, err
}

type jsonlRow struct {
	text   string
	object map[string]any
}

func (r jsonlRow) names(c *columns) error {
	met := map[string]string{}
	for name := range r.object {
		plain := plainName(name)
		if met[plain] != "" {
			return fmt.Errorf("%q and %q are the same name", met[plain], name)
		}
		met[plain] = name
		c.field(name)
	}
	return c.faulty()
}

func (r jsonlRow) draft(field func(string) string) (d models.Draft) {
	for name, value := range r.object {
		if field := field(name); field != "" {
			d.Set(field, value)
		}
	}
	return d
}

// refused is the line with the error as its last key.
func (r jsonlRow) refused(text string) []byte {
	var b bytes.Buffer
	d := json.NewDecoder(strings.NewReader(r.text))
	d.Token() // it was read before: {
	for d.More() {
		name, _ := d.Token()
		var value json.RawMessage
		d.Decode(&value)
		if plainName(name.(string)) != "error" {
			writeJSON(&b, name)
			b.WriteByte(':')
			b.Write(value)
			b.WriteByte(',')
		}
	}
	writeJSON(&b, "error")
	b.WriteByte(':')
	writeJSON(&b, text)
	return []byte("{" + b.String() + "}\n")
}

func writeJSON(b *bytes.Buffer, v any) {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	e.Encode(v) // a text, into memory
	b.Truncate(b.Len() - 1)
}
