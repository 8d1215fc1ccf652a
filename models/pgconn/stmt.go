package pgconn

import (
	"container/list"
	"context"
	"database/sql/driver"
	"errors"

	"github.com/uptrace/bun/driver/pgdriver"
)

// statements are those prepared on one connection, the last used in front.
type statements struct {
	room  int
	byUse *list.List // of statement
	named map[string]*list.Element
}

type statement struct {
	query string
	driver.Stmt
}

func (s *statements) init(room int) {
	if room <= 0 {
		room = 64
	}
	*s = statements{room: room, byUse: list.New(), named: map[string]*list.Element{}}
}

// prepared calls use with the statement of the query.
//
// A statement can be lost, by DISCARD ALL, or out of date, when a migration
// changed its result (PostgreSQL 15, §55.2.3: Bind is where this shows, before
// anything runs). It is then prepared again, once. In a transaction that comes
// too late: the transaction has failed. Then the connection is dropped after
// it, so that the caller's next try finds a fresh one.
func (c *Conn) prepared(ctx context.Context, query string, use func(driver.Stmt) error) error {
	inTransaction := c.wire.status != idle
	s, err := c.statement(ctx, query)
	if err != nil {
		return err
	}
	err = use(s)
	if !isStale(err) {
		return err
	}
	if lost := c.forget(c.stmts.named[query]); lost != nil {
		return lost
	}
	if inTransaction {
		c.stale = true
		return err
	}
	if s, err = c.statement(ctx, query); err != nil {
		return err
	}
	return use(s)
}

// statement finds a statement or prepares it, closing the one used longest ago
// if there is no room.
func (c *Conn) statement(ctx context.Context, query string) (driver.Stmt, error) {
	if e := c.stmts.named[query]; e != nil {
		c.stmts.byUse.MoveToFront(e)
		return e.Value.(statement).Stmt, nil
	}
	if c.stmts.byUse.Len() >= c.stmts.room {
		if err := c.forget(c.stmts.byUse.Back()); err != nil {
			return nil, err
		}
	}
	s, err := c.inner.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	c.stmts.named[query] = c.stmts.byUse.PushFront(statement{query, s})
	return s, nil
}

func (c *Conn) forget(e *list.Element) error {
	s := c.stmts.byUse.Remove(e).(statement)
	delete(c.stmts.named, s.query)
	return s.Close()
}

func isStale(err error) bool {
	var pe pgdriver.Error
	if !errors.As(err, &pe) {
		return false
	}
	return pe.Field('C') == noSuchStatement ||
		pe.Field('C') == featureNotSupported && pe.Field('R') == "RevalidateCachedQuery"
}

// Prepare is PrepareContext.
func (c *Conn) Prepare(query string) (driver.Stmt, error) {
	return c.PrepareContext(context.Background(), query)
}

// PrepareContext prepares the query now, to say what is wrong with it. What it
// returns only remembers the text, and is as good as the query itself: it
// survives eviction and migrations.
func (c *Conn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	if err := checkText(query, nil); err != nil {
		return nil, err
	}
	err := c.run(ctx, func(ctx context.Context) error {
		_, err := c.statement(ctx, query)
		return err
	})
	if err != nil {
		return nil, err
	}
	return stmt{c, query}, nil
}

type stmt struct {
	conn  *Conn
	query string
}

var (
	_ driver.StmtExecContext  = stmt{}
	_ driver.StmtQueryContext = stmt{}
)

// Close leaves the statement to its connection.
func (s stmt) Close() error { return nil }

// NumInput leaves the counting to the server.
func (s stmt) NumInput() int { return -1 }

func (s stmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	return s.conn.ExecContext(ctx, s.query, args)
}

func (s stmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	return s.conn.QueryContext(ctx, s.query, args)
}

var errContext = errors.New("pgconn: use ExecContext or QueryContext")

func (s stmt) Exec([]driver.Value) (driver.Result, error) { return nil, errContext }
func (s stmt) Query([]driver.Value) (driver.Rows, error)  { return nil, errContext }
