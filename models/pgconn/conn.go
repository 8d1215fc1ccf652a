package pgconn

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/uptrace/bun/driver/pgdriver"
)

// Conn is one connection. Whenever it is not certain that the last reply was
// read to its end, the connection is dropped: an answer to one request must
// never reach another.
//
// A query is ended together with its context, also while its rows are being
// read. The server hears of it by the dropped connection: it looks every
// Limits.ConnectionCheck, and stops. No CancelRequest is sent (PostgreSQL 15,
// §55.2.8): it takes a connection of its own, just when the server is slow
// already.
type Conn struct {
	inner *pgdriver.Conn
	wire  *wire

	reading  bool // rows are open
	stale    bool // a table changed under its statements, see stmt.go
	stmts    statements
	patience time.Duration // see Limits
}

var (
	_ driver.ConnPrepareContext = (*Conn)(nil)
	_ driver.ConnBeginTx        = (*Conn)(nil)
	_ driver.QueryerContext     = (*Conn)(nil)
	_ driver.ExecerContext      = (*Conn)(nil)
	_ driver.Pinger             = (*Conn)(nil)
	_ driver.SessionResetter    = (*Conn)(nil)
	_ driver.Validator          = (*Conn)(nil)
)

var errReading = errors.New("pgconn: the rows of the last query on this connection are still open; read or close them first")

func newConn(inner *pgdriver.Conn, w *wire, statements int) *Conn {
	c := &Conn{inner: inner, wire: w}
	c.stmts.init(statements)
	return c
}

// ExecContext goes by the simple protocol without arguments, where a query may
// hold several statements, else by a prepared statement. Postgres prepares no
// commands such as SET: write set_config($1, $2, false).
func (c *Conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (res driver.Result, err error) {
	if err := checkText(query, args); err != nil {
		return nil, err
	}
	err = c.run(ctx, func(ctx context.Context) error {
		if len(args) == 0 {
			res, err = c.inner.ExecContext(ctx, query, nil)
			return err
		}
		return c.prepared(ctx, query, func(s driver.Stmt) error {
			res, err = s.(driver.StmtExecContext).ExecContext(ctx, args)
			return err
		})
	})
	return res, err
}

// QueryContext is ExecContext with rows. The context holds until they are closed.
func (c *Conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if err := checkText(query, args); err != nil {
		return nil, err
	}
	if err := c.ready(ctx); err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, c.wire.interrupt)
	got, err := c.query(context.Background(), query, args)
	if err != nil {
		return nil, c.settle(ctx, stop, err)
	}
	return newRows(ctx, c, got, stop), nil
}

func (c *Conn) query(ctx context.Context, query string, args []driver.NamedValue) (got driver.Rows, err error) {
	if len(args) == 0 {
		return c.inner.QueryContext(ctx, query, nil)
	}
	err = c.prepared(ctx, query, func(s driver.Stmt) error {
		got, err = s.(driver.StmtQueryContext).QueryContext(ctx, args)
		return err
	})
	return got, err
}

// Ping asks the server.
func (c *Conn) Ping(ctx context.Context) error {
	return c.run(ctx, c.inner.Ping)
}

// ready reports why nothing can be sent now, if so.
func (c *Conn) ready(ctx context.Context) error {
	switch {
	case !c.inner.IsValid():
		return driver.ErrBadConn
	case c.reading:
		return errReading
	default:
		return ctx.Err()
	}
}

// run calls f, and interrupts it when ctx ends. f gets a context without an
// end, since pgdriver's own way to heed one leaves replies behind.
func (c *Conn) run(ctx context.Context, f func(context.Context) error) error {
	if err := c.ready(ctx); err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, c.wire.interrupt)
	return c.settle(ctx, stop, f(context.Background()))
}

// settle ends a use of the connection. The connection stays only if the
// server answered to the end, be it with an error, and was not interrupted.
func (c *Conn) settle(ctx context.Context, stop func() bool, err error) error {
	answered := err == nil || isAnswer(err)
	if !stop() || !answered || c.wire.pending || c.wire.interrupted() {
		c.drop()
	}
	switch {
	case answered:
		return err
	case ctx.Err() != nil:
		return fmt.Errorf("pgconn: %w", ctx.Err())
	case err == driver.ErrBadConn: // Nothing was sent, so database/sql may try another connection.
		return err
	case err == io.EOF: // would read as the end of the rows
		err = io.ErrUnexpectedEOF
	}
	var fatal pgdriver.Error
	if errors.As(err, &fatal) {
		return err
	}
	return fmt.Errorf("pgconn: connection dropped: %w", err)
}

// isAnswer reports whether err is the server's, and leaves the connection open.
func isAnswer(err error) bool {
	pe, ok := err.(pgdriver.Error)
	return ok && pe.Field('V') != "FATAL" && pe.Field('V') != "PANIC"
}

func (c *Conn) drop() { c.inner.Close() }

// Close ends the session.
func (c *Conn) Close() error { return c.inner.Close() }

// IsValid reports whether the connection may go back to the pool. One with an
// open transaction may not: the next request would be a part of it.
func (c *Conn) IsValid() bool {
	return c.inner.IsValid() && !c.reading && !c.stale && !c.wire.pending && c.wire.status == idle
}

// ResetSession looks, before a use, whether the server is still there.
// database/sql goes on to another connection if not, so that no query is lost
// to a server that was restarted.
func (c *Conn) ResetSession(context.Context) error {
	if !c.IsValid() || !c.wire.quiet() {
		c.drop()
		return driver.ErrBadConn
	}
	return nil
}
