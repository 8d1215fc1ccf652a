package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"unicode/utf8"
)

// survey reads the whole file once, before anything is written: is every byte UTF-8, is every row whole, is every
// column known, and how many rows are there.
func (f *importFile) survey(ctx context.Context, told func(done, total int)) error {
	if err := f.format.names(f.columns); err != nil {
		return f.errorf("%w", err)
	}
	sum := sha256.New()
	io.CopyN(sum, io.NewSectionReader(f.file, 0, f.mark), f.mark)
	in := &utf8Reader{r: io.TeeReader(io.NewSectionReader(f.file, f.mark, f.size), sum), line: 1}
	first := f.format.first()
	if _, err := io.CopyN(io.Discard, in, first); err != nil {
		return f.errorf("%w", err)
	}
	rows := f.format.rows(in, first)
	for {
		row, end, err := rows.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return f.errorf("%w", err)
		}
		f.rows++
		if err := row.names(f.columns); err != nil {
			return f.errorf("row %d: %w", f.rows, err)
		}
		if f.keepIDs {
			d := row.draft(func(name string) string {
				if f.columns.field(name) == "id" {
					return "id"
				}
				return ""
			})
			f.maxID = max(f.maxID, d.ID())
		}
		if f.rows%1000 == 0 {
			told(int(end), int(f.size))
			if ctx.Err() != nil {
				return f.errorf("told to stop")
			}
		}
	}
	if f.rows > 0 {
		if err := f.columns.check(); err != nil {
			return f.errorf("%w", err)
		}
	}
	told(int(f.size), int(f.size))
	f.sum = [32]byte(sum.Sum(nil))
	return nil
}

// utf8Reader reads text as long as it is UTF-8.
type utf8Reader struct {
	r    io.Reader
	line int
	rest []byte // the beginning of a character
}

func (u *utf8Reader) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	text := append(u.rest, p[:n]...)
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if r == utf8.RuneError && size == 1 {
			if err != io.EOF && !utf8.FullRune(text) {
				break
			}
			return 0, fmt.Errorf("line %d is not UTF-8: save the file anew with that encoding", u.line)
		}
		if r == '\n' {
			u.line++
		}
		text = text[size:]
	}
	u.rest = append(u.rest[:0], text...)
	return n, err
}
