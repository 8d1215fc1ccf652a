// Package models is the business: people, groups, permissions, invitations and the rules about them, kept in Postgres.
// It knows nothing of HTTP and nothing of the forms in which clients read what it returns.
package models

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"maps"
	"reflect"
	"strings"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/driver/pgdriver"

	"roster/models/pgconn"
	queries "roster/models/sql"
)

// Store is the directory in one database. Its methods may be called from many goroutines.
type Store struct {
	db     *bun.DB
	config pgconn.Config
	hashes chan struct{} // a place for each password hash that may be computed at once
	counts countCache
	grams  gramStore
}

// MaxConns is how many connections a console holds at most. With Postgres on the same two cores, eight answer a tenth
// more requests than twelve: the others wait here, where that costs nothing.
const MaxConns = 8

// Open prepares a store. It does not connect yet: a console can start before its database.
func Open(config pgconn.Config) *Store {
	pooled := config
	pooled.Params = map[string]string{"plan_cache_mode": "force_generic_plan"} // what is prepared is written so that values do not matter
	maps.Copy(pooled.Params, config.Params)
	pool := sql.OpenDB(pooled.Connector())
	pool.SetMaxOpenConns(MaxConns)
	pool.SetMaxIdleConns(MaxConns)
	db := bun.NewDB(pool, pgdialect.New()).WithQueryHook(tallyHook{})
	s := &Store{db: db, config: config, hashes: make(chan struct{}, hashesAtOnce())}
	s.grams.until, s.grams.stop = context.WithCancel(context.Background())
	return s
}

// Close gives the connections back.
func (s *Store) Close() error {
	s.grams.close()
	return s.db.Close()
}

// Ready says whether the database answers and holds the schema that this console was built for.
func (s *Store) Ready(ctx context.Context) error {
	pending, err := s.pending(ctx)
	if err == nil && pending > 0 {
		err = ErrUnavailable
	}
	return wrap(err, "ready")
}

// statementTime is how long a statement may take, or a transaction of a few, with the wait for a connection. The server ends slow statements
// itself (pgconn.DefaultLimits); this is for one that says nothing at all.
const statementTime = 4500 * time.Millisecond

// one reads the only row of a query into dst, by a statement that stays prepared on its connection.
func (s *Store) one(ctx context.Context, dst any, query string, args ...any) error {
	tally(ctx)
	ctx, cancel := context.WithTimeout(ctx, statementTime)
	defer cancel()
	rows, err := s.db.DB.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return err
		}
		return sql.ErrNoRows
	}
	if err := s.db.ScanRow(ctx, rows, dst); err != nil {
		return err
	}
	return rows.Err()
}

// all reads every row of a query into the slice dst.
func (s *Store) all(ctx context.Context, dst any, query string, args ...any) error {
	tally(ctx)
	ctx, cancel := context.WithTimeout(ctx, statementTime)
	defer cancel()
	rows, err := s.db.DB.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	return s.db.ScanRows(ctx, rows, dst)
}

// Patience is how long a list may look for its people.
const Patience = 2 * time.Second

// ask reads a row into dst, or every row if it is a slice, by a query that is put together for this once: it is
// planned for its own values, which stand at its question marks. One that takes longer than Patience is ErrTooBroad.
func (s *Store) ask(ctx context.Context, dst any, query string, args ...any) error {
	return s.patiently(ctx, func(ctx context.Context) error { return s.db.NewRaw(query, args...).Scan(ctx, dst) })
}

// askAgain is ask for a query that will come again with other values, which do not change how it is best answered: it
// stays prepared on its connection. Planning takes longer than finding, where a table has as many indexes as users.
func (s *Store) askAgain(ctx context.Context, dst any, query string, args ...any) error {
	query = numbered(query)
	if t := tally(ctx); t != nil && t.heard != nil {
		t.heard(query, args)
	}
	return s.patiently(ctx, func(ctx context.Context) error {
		rows, err := s.db.DB.QueryContext(ctx, query, args...)
		if err != nil {
			return err
		}
		if reflect.Indirect(reflect.ValueOf(dst)).Kind() == reflect.Slice {
			return s.db.ScanRows(ctx, rows, dst)
		}
		defer rows.Close()
		if !rows.Next() {
			return cmp.Or(rows.Err(), sql.ErrNoRows)
		}
		return cmp.Or(s.db.ScanRow(ctx, rows, dst), rows.Err())
	})
}

// patiently asks for as long as Patience lasts.
func (s *Store) patiently(ctx context.Context, ask func(context.Context) error) error {
	ctx, cancel := context.WithTimeoutCause(ctx, Patience, ErrTooBroad)
	defer cancel()
	err := ask(ctx)
	if err == nil || context.Cause(ctx) != ErrTooBroad {
		return err
	}
	if s.answers() {
		return ErrTooBroad
	}
	return ErrUnavailable // it was not the query that took too long
}

// answers says whether the database answers at once.
func (s *Store) answers() bool {
	ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
	defer cancel()
	return s.db.DB.PingContext(ctx) == nil
}

// exec runs a statement and says how many rows it touched.
func (s *Store) exec(ctx context.Context, query string, args ...any) (int64, error) {
	tally(ctx)
	ctx, cancel := context.WithTimeout(ctx, statementTime)
	defer cancel()
	res, err := s.db.DB.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// inTx runs do in a transaction, again where Postgres asks for it (deadlock, serialization failure), three times at most.
func (s *Store) inTx(ctx context.Context, do func(ctx context.Context, tx bun.Tx) error) error {
	ctx, cancel := context.WithTimeout(ctx, statementTime)
	defer cancel()
	for try := 1; ; try++ {
		err := s.db.RunInTx(ctx, nil, do)
		pg, ok := errors.AsType[pgdriver.Error](err)
		if !ok || try == 3 || (pg.Field('C') != "40P01" && pg.Field('C') != "40001") {
			return err
		}
	}
}

// WithTally counts the statements that the store sends on behalf of ctx.
func WithTally(ctx context.Context) (context.Context, *atomic.Int64) {
	t := new(tallied)
	return context.WithValue(ctx, tallyKey{}, t), &t.statements
}

type tallyKey struct{}

// tallied is what was sent on behalf of a context.
type tallied struct {
	statements atomic.Int64
	heard      func(query string, args []any) // hears lists' questions, for a test
}

func tally(ctx context.Context) *tallied {
	t, ok := ctx.Value(tallyKey{}).(*tallied)
	if ok {
		t.statements.Add(1)
	}
	return t
}

// tallyHook counts what bun sends by itself.
type tallyHook struct{}

func (tallyHook) BeforeQuery(ctx context.Context, e *bun.QueryEvent) context.Context {
	if t := tally(ctx); t != nil && t.heard != nil {
		t.heard(e.Query, nil)
	}
	return ctx
}

func (tallyHook) AfterQuery(context.Context, *bun.QueryEvent) {}

var (
	sqlUser            = queries.Read("user", "user_columns", "circle_columns", "invitee_columns")
	sqlUsersAlone      = queries.Read("users", "user_columns")
	sqlUsers           = queries.Read("users", "user_columns", "circle_columns")
	sqlUsersInviting   = queries.Read("users", "user_columns", "circle_columns", "invitee_columns")
	sqlUsersDeep       = queries.Read("users_deep")
	sqlMeetingAlone    = queries.Read("meeting", "user_columns")
	sqlMeeting         = queries.Read("meeting", "user_columns", "circle_columns", "invitee_columns")
	sqlSelf            = queries.Read("self")
	sqlNear            = queries.Read("near")
	sqlLookup          = queries.Read("lookup")
	sqlLookupNames     = queries.Read("lookup_names")
	sqlRights          = queries.Read("rights")
	sqlThrottle        = queries.Read("throttle")
	sqlViewerOfToken   = queries.Read("viewer_of_token", "viewer_columns")
	sqlViewerOfSession = queries.Read("viewer_of_session", "viewer_columns")
)

// fill puts parts of a query in their places: name, text, name, text, …
func fill(query string, parts ...string) string {
	for i := 0; i < len(parts); i += 2 {
		query = strings.ReplaceAll(query, "{"+parts[i]+"}", parts[i+1])
	}
	return query
}
