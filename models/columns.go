package models

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
)

// row reads the columns of the only row of a query, in their order; false where there is no row.
func (s *Store) row(ctx context.Context, query string, args []any, columns ...any) (found bool, err error) {
	err = s.rows(ctx, query, args, func() []any {
		found = true
		return columns
	})
	return found, err
}

// rows reads the columns of each row of a query into the places that next gives for it. It asks the connection itself:
// what database/sql does around a query for everybody else (a goroutine that waits for the context, which the connection
// heeds anyway, and conversions by reflection) takes a tenth of the time in which a person is told.
func (s *Store) rows(ctx context.Context, query string, args []any, next func() []any) (err error) {
	tally(ctx)
	ctx, cancel := context.WithTimeout(ctx, statementTime)
	defer cancel()
	named := make([]driver.NamedValue, len(args))
	for i, arg := range args {
		named[i].Ordinal = i + 1
		if named[i].Value, err = driver.DefaultParameterConverter.ConvertValue(arg); err != nil {
			return err
		}
	}
	begun := false
	first := func() []any {
		begun = true
		return next()
	}
	for range 3 { // as database/sql does with connections of which nothing could be asked
		if err = s.ofConn(ctx, query, named, first); begun || !errors.Is(err, driver.ErrBadConn) {
			return err
		}
	}
	return err
}

func (s *Store) ofConn(ctx context.Context, query string, args []driver.NamedValue, next func() []any) error {
	conn, err := s.db.DB.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(c any) (err error) {
		rows, err := c.(driver.QueryerContext).QueryContext(ctx, query, args)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, rows.Close()) }()
		values := make([]driver.Value, len(rows.Columns()))
		for {
			switch err := rows.Next(values); err {
			case nil:
			case io.EOF:
				return nil
			default:
				return err
			}
			if err := place(values, next()); err != nil {
				return err
			}
		}
	})
}

// place puts the values of a row in their places.
func place(values []driver.Value, places []any) error {
	if len(values) != len(places) {
		return fmt.Errorf("a row has %d columns, not %d", len(values), len(places))
	}
	for i, value := range values {
		if err := placeOne(value, places[i]); err != nil {
			return fmt.Errorf("column %d: %w", i, err)
		}
	}
	return nil
}

func placeOne(value driver.Value, place any) error {
	switch to := place.(type) {
	case sql.Scanner:
		return to.Scan(value)
	case *int64:
		return maybe[int64]{to}.Scan(value)
	case *float64:
		return maybe[float64]{to}.Scan(value)
	case *string:
		return maybe[string]{to}.Scan(value)
	case *bool:
		return maybe[bool]{to}.Scan(value)
	case *time.Time:
		return maybe[time.Time]{to}.Scan(value)
	case *[]byte:
		switch value := value.(type) {
		case nil:
		case string:
			*to = []byte(value)
		case []byte:
			*to = slices.Clone(value)
		default:
			return fmt.Errorf("it is %T, not bytes", value)
		}
		return nil
	}
	return fmt.Errorf("there is no place for it in %T", place)
}

// maybe is a column that may be null, which leaves the zero value.
type maybe[T any] struct{ to *T }

// Scan implements sql.Scanner.
func (m maybe[T]) Scan(column any) error {
	switch value := column.(type) {
	case nil:
	case T:
		*m.to = value
	default:
		return fmt.Errorf("a column is %T, not %T", column, *m.to)
	}
	return nil
}

// day is a date that may be null. The driver gives it as text.
type day struct{ to *time.Time }

// Scan implements sql.Scanner.
func (d day) Scan(column any) (err error) {
	if text, ok := column.(string); ok {
		*d.to, err = time.Parse(time.DateOnly, text)
	}
	return err
}

// perhaps is a column of a person, who may be nobody.
type perhaps struct{ to **Person }

// Scan implements sql.Scanner.
func (p perhaps) Scan(column any) error {
	if column == nil {
		return nil
	}
	*p.to = new(Person)
	return (*p.to).Scan(column)
}

// ints is an array of positive integers.
type ints []int

// Scan implements sql.Scanner.
func (a *ints) Scan(column any) error {
	var text string
	switch column := column.(type) {
	case nil:
	case string:
		text = column
	case []byte:
		text = string(column)
	default:
		return fmt.Errorf("a column is %T, not an array", column)
	}
	for n, i := 0, 1; i < len(text); i++ { // {1,22,333}
		if c := text[i]; c >= '0' && c <= '9' {
			n = n*10 + int(c-'0')
		} else if i > 1 {
			*a, n = append(*a, n), 0
		}
	}
	return nil
}

var _ sql.Scanner = (*ints)(nil)
