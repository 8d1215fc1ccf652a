package pgconn

import (
	"context"
	"database/sql/driver"
	"fmt"
	"io"
	"slices"
)

// rows ends with its context: then Next says why, and Close does not read the
// rest but drops the connection.
type rows struct {
	driver.Rows
	ctx     context.Context
	conn    *Conn
	stop    func() bool
	columns []string
	done    bool
}

// newRows copies the columns, since pgdriver uses their slice again for
// another query once the rows are closed.
func newRows(ctx context.Context, c *Conn, got driver.Rows, stop func() bool) *rows {
	c.reading = true
	return &rows{Rows: got, ctx: ctx, conn: c, stop: stop, columns: slices.Clone(got.Columns())}
}

func (r *rows) Columns() []string { return r.columns }

func (r *rows) Next(dest []driver.Value) error {
	if r.done {
		return io.EOF
	}
	if err := r.ctx.Err(); err != nil {
		r.end()
		r.conn.drop()
		return fmt.Errorf("pgconn: %w", err)
	}
	err := r.Rows.Next(dest)
	switch err {
	case nil:
		return nil
	case io.EOF:
		r.end()
		r.conn.settle(r.ctx, r.stop, nil)
		return io.EOF
	default:
		r.end()
		return r.conn.settle(r.ctx, r.stop, err)
	}
}

// Close reads the rows that are left, so that the connection, and perhaps its
// transaction, can go on. The context and the limits bound how long that takes.
func (r *rows) Close() error {
	for {
		switch err := r.Next(nil); err {
		case nil:
		case io.EOF:
			return nil
		default:
			return err
		}
	}
}

func (r *rows) end() { r.done, r.conn.reading = true, false }
