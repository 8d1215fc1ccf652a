package models

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"sort"
	"strings"

	"github.com/uptrace/bun/driver/pgdriver"

	"roster/models/pgconn"
)

// What a method may return, besides errors nobody foresaw. They come wrapped: ask with errors.Is and errors.As.
var (
	ErrNotFound    = errors.New("not found")
	ErrConflict    = errors.New("conflicts with what is stored")
	ErrForbidden   = errors.New("not allowed")
	ErrUnavailable = errors.New("the database is away")
	ErrTooBroad    = errors.New("the query would take too long")
)

// Invalid says which fields of an input cannot be accepted and why: field -> sentences for the person who typed it.
type Invalid map[string][]string

func (e Invalid) Error() string {
	fields := make([]string, 0, len(e))
	for field, messages := range e {
		fields = append(fields, field+": "+strings.Join(messages, " "))
	}
	sort.Strings(fields)
	return strings.Join(fields, "; ")
}

// And is what both say.
func (e Invalid) And(other Invalid) Invalid {
	both := Invalid{}
	for _, some := range []Invalid{e, other} {
		for field, messages := range some {
			both[field] = append(both[field], messages...)
		}
	}
	return both
}

// wrap says once what failed, and translates what the database said into our errors.
func wrap(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf(format+": %w", append(args, translate(err))...)
}

func translate(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	if errors.Is(err, pgconn.ErrBadText) {
		return Invalid{"text": {"Texts must be UTF-8 without null characters."}}
	}
	if pg, ok := errors.AsType[pgdriver.Error](err); ok {
		switch code := pg.Field('C'); {
		case code == "23505": // unique_violation
			return fmt.Errorf("%w: %s", ErrConflict, pg.Field('n'))
		case code == "57014", // query_canceled: by us or by a server-side limit
			strings.HasPrefix(code, "08"),                     // connection exceptions
			strings.HasPrefix(code, "53"),                     // insufficient resources
			code == "57P01", code == "57P02", code == "57P03", // shutting down, crashed, starting
			code == "55P03", code == "25P03", code == "57P05", // a lock, a transaction or a session waited too long
			code == "40001", code == "40P01", // two transactions in each other's way, again and again
			code == "25006": // read_only_sql_transaction: a standby took the place of the primary
			return fmt.Errorf("%w: %w", ErrUnavailable, err)
		}
		return err
	}
	if errors.Is(err, context.Canceled) {
		return err // the client went away; the database is well
	}
	if _, ok := errors.AsType[net.Error](err); ok || errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return err
}
