package demo

import (
	"io"
	"strconv"
	"strings"
	"time"

	"roster/models/pgconn"
)

// copy fills a table with the rows that write makes, while it makes them.
func (l *loader) copy(table string, columns []string, total int, write func(*rows)) error {
	source, sink := io.Pipe()
	made := make(chan struct{})
	go func() {
		defer close(made)
		r := &rows{sink: sink, told: func(n int) { l.progress(table, n, max(n, total)) }}
		r.told(0)
		write(r)
		r.flush()
		if r.err == nil {
			r.told(r.n)
		}
		sink.CloseWithError(r.err)
	}()
	query := "copy " + table + " (" + strings.Join(columns, ", ") + ") from stdin (freeze)"
	_, err := pgconn.CopyFrom(l.ctx, l.conn, query, source)
	source.CloseWithError(io.ErrClosedPipe) // if the server refused a row, nobody reads on
	<-made
	return err
}

// rows writes rows in Postgres' text format. After a failure it writes nothing more.
type rows struct {
	sink io.Writer
	told func(n int)
	buf  []byte
	n    int
	err  error
}

// always is a text that may be empty, where "" elsewhere means that there is none.
type always string

// day is a date, zero where there is none.
type day time.Time

// add writes one row. Zero values other than false are NULL.
func (r *rows) add(values ...any) {
	for i, value := range values {
		if i > 0 {
			r.buf = append(r.buf, '\t')
		}
		r.value(value)
	}
	r.buf = append(r.buf, '\n')
	r.n++
	if r.n%10_000 == 0 && r.err == nil {
		r.told(r.n)
	}
	if len(r.buf) >= 64<<10 {
		r.flush()
	}
}

func (r *rows) value(value any) {
	null := false
	switch v := value.(type) {
	case bool:
		r.buf = strconv.AppendBool(r.buf, v)
	case int64:
		if null = v == 0; !null {
			r.buf = strconv.AppendInt(r.buf, v, 10)
		}
	case string:
		if null = v == ""; !null {
			r.text(v)
		}
	case always:
		r.text(string(v))
	case time.Time:
		if null = v.IsZero(); !null {
			r.buf = v.UTC().AppendFormat(r.buf, "2006-01-02 15:04:05.999999Z")
		}
	case day:
		if null = time.Time(v).IsZero(); !null {
			r.buf = time.Time(v).AppendFormat(r.buf, time.DateOnly)
		}
	default:
		panic("demo: no text for this type")
	}
	if null {
		r.buf = append(r.buf, `\N`...)
	}
}

func (r *rows) text(s string) {
	for i := range len(s) {
		switch c := s[i]; c {
		case '\\':
			r.buf = append(r.buf, `\\`...)
		case '\t':
			r.buf = append(r.buf, `\t`...)
		case '\n':
			r.buf = append(r.buf, `\n`...)
		case '\r':
			r.buf = append(r.buf, `\r`...)
		default:
			r.buf = append(r.buf, c)
		}
	}
}

func (r *rows) flush() {
	if r.err == nil {
		_, r.err = r.sink.Write(r.buf)
	}
	r.buf = r.buf[:0]
}
