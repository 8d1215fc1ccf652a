package pgconn

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/driver/pgdriver"
)

// fault is something that goes wrong on the bare driver and must not on ours.
// shows plays the scene and reports whether the fault was seen.
type fault struct {
	name    string
	shows   func(t *testing.T, db *sql.DB) bool
	ways    []string      // to connect; none means unix
	conns   int           // in the pool; 0 means 1
	timeout time.Duration // of the bare driver's reads; 0 means none
	alone   bool          // the bare driver shares memory between queries here, which the race detector sees
}

var faults = []fault{
	{name: "a deadline gives the answer to another request", shows: anotherAnswer, ways: []string{"unix", "tls"}},
	{name: "a read timeout gives the answer to another request", shows: anotherAnswer, timeout: 100 * time.Millisecond},
	{name: "cancel is not heeded", shows: cancelIgnored, ways: []string{"unix", "tcp", "tls"}},
	{name: "a deadline is not called a deadline", shows: deadlineUnnamed},
	{name: "cancel while rows are read is not heeded", shows: streamReadToItsEnd, ways: []string{"unix", "tls"}},
	{name: "an abandoned query runs on", shows: queryRunsOn, conns: 2, timeout: 100 * time.Millisecond},
	{name: "queries fail after the server closed idle connections", shows: killedIdle, ways: []string{"tcp", "tls"}, conns: 8},
	{name: "a notification fails the next query", shows: notified},
	{name: "a migration fails prepared statements", shows: migrated, conns: 2},
	{name: "a lost statement stays lost", shows: discarded},
	{name: "a NUL is dropped", shows: altered("a\x00b")},
	{name: "bad UTF-8 is replaced", shows: altered("a\xffb")},
	{name: "a failed transaction commits without an error", shows: commitOfFailed},
	{name: "an open transaction takes in the next request", shows: transactionLeaks},
	{name: "a query among open rows gets their answer", shows: answerOfOpenRows},
	{name: "column names are another query's", shows: columnsReused, alone: true},
	{name: "COPY loses the last bytes", shows: copyLosesEnd},
	{name: "a failing COPY reader spoils the connection", shows: copySpoils},
}

// TestFaults notices, by the bare half, when a fault is mended upstream and
// our remedy could go.
func TestFaults(t *testing.T) {
	for _, f := range faults {
		if f.ways == nil {
			f.ways = []string{"unix"}
		}
		for _, way := range f.ways {
			t.Run(f.name+"/"+way+"/bare", func(t *testing.T) {
				if !f.alone {
					t.Parallel()
				}
				if !f.shows(t, bare(t, way, max(f.conns, 1), f.timeout)) {
					t.Error("the bare driver does not do this any more")
				}
			})
			t.Run(f.name+"/"+way+"/ours", func(t *testing.T) {
				t.Parallel()
				c := over(way).Connector()
				if f.timeout > 0 {
					c.patience = f.timeout
				}
				if f.shows(t, pool(t, sql.OpenDB(c), max(f.conns, 1))) {
					t.Error("the fault shows")
				}
			})
		}
	}
}

func prepare1(t *testing.T, db *sql.DB, query string) *sql.Stmt {
	t.Helper()
	s, err := db.Prepare(query)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func must(t *testing.T, db interface {
	Exec(string, ...any) (sql.Result, error)
}, query string) {
	t.Helper()
	if _, err := db.Exec(query); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func anotherAnswer(t *testing.T, db *sql.DB) bool {
	slow := prepare1(t, db, "SELECT $1::text FROM pg_sleep(0.5)")
	echo := prepare1(t, db, "SELECT $1::text")
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	var got string
	if err := slow.QueryRowContext(ctx, "secret of A").Scan(&got); err == nil {
		t.Fatalf("no time out, but %q", got)
	}
	time.Sleep(600 * time.Millisecond)
	for _, want := range []string{"B0", "B1", "B2"} {
		if err := echo.QueryRow(want).Scan(&got); err != nil || got != want {
			t.Logf("asked %q, got %q, %v", want, got, err)
			return true
		}
	}
	return false
}

func cancelIgnored(t *testing.T, db *sql.DB) bool {
	must(t, db, "SELECT 1")
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	start := time.Now()
	_, err := db.ExecContext(ctx, "SELECT pg_sleep(2)")
	t.Log(time.Since(start), err)
	return !errors.Is(err, context.Canceled) || time.Since(start) > 2*time.Second
}

func deadlineUnnamed(t *testing.T, db *sql.DB) bool {
	must(t, db, "SELECT 1")
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := db.ExecContext(ctx, "SELECT pg_sleep(1)")
	t.Log(err)
	return !errors.Is(err, context.DeadlineExceeded)
}

func streamReadToItsEnd(t *testing.T, db *sql.DB) bool {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	// Two seconds; the first row comes at once, since it is more than the server's buffer holds.
	rows, err := db.QueryContext(ctx, "SELECT repeat('x', 20000) || pg_sleep(0.05)::text FROM generate_series(1, 40)")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	if !rows.Next() {
		t.Fatal(rows.Err())
	}
	start := time.Now()
	cancel()
	for rows.Next() {
	}
	rows.Close()
	t.Log(time.Since(start), rows.Err())
	return time.Since(start) > 1200*time.Millisecond || !errors.Is(rows.Err(), context.Canceled)
}

func queryRunsOn(t *testing.T, db *sql.DB) bool {
	admin := open(t, unixConfig(), 1)
	mark := unique("abandoned")
	for range 50 { // on a busy machine connecting alone may take longer than the query is given
		if _, err := db.ExecContext(t.Context(), "SELECT 1"); err == nil {
			break
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := db.ExecContext(ctx, "/* "+mark+" */ SELECT pg_sleep(30)"); err == nil {
		t.Fatal("no error")
	}
	running := "FROM pg_stat_activity WHERE state = 'active' AND query LIKE '/* " + mark + "%'"
	var n int
	for range 60 {
		if err := admin.QueryRow("SELECT count(*) " + running).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return false
		}
		time.Sleep(100 * time.Millisecond)
	}
	must(t, admin, "SELECT pg_terminate_backend(pid) "+running)
	return true
}

// eachConn runs f on n connections of the pool at the same time.
func eachConn(t *testing.T, db *sql.DB, n int, f func(*sql.Conn)) {
	t.Helper()
	var conns []*sql.Conn
	for range n {
		c, err := db.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		conns = append(conns, c)
	}
	for _, c := range conns {
		f(c)
		c.Close()
	}
}

// terminate ends backends, and waits until they are gone.
func terminate(t *testing.T, pids []int) {
	t.Helper()
	admin := open(t, unixConfig(), 1)
	for _, pid := range pids {
		must(t, admin, fmt.Sprint("SELECT pg_terminate_backend(", pid, ")"))
	}
	for _, pid := range pids {
		for gone := false; !gone; time.Sleep(5 * time.Millisecond) {
			if err := admin.QueryRow("SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = $1)", pid).Scan(&gone); err != nil {
				t.Fatal(err)
			}
		}
	}
	time.Sleep(50 * time.Millisecond) // for the socket to close behind it
}

func killedIdle(t *testing.T, db *sql.DB) bool {
	var pids []int
	eachConn(t, db, 8, func(c *sql.Conn) {
		var pid int
		if err := c.QueryRowContext(t.Context(), "SELECT pg_backend_pid()").Scan(&pid); err != nil {
			t.Fatal(err)
		}
		pids = append(pids, pid)
	})
	terminate(t, pids)
	failed := 0
	for range 8 {
		var n int
		if err := db.QueryRow("SELECT 7").Scan(&n); err != nil || n != 7 {
			t.Log(n, err)
			failed++
		}
	}
	return failed > 0
}

func notified(t *testing.T, db *sql.DB) bool {
	channel := unique("channel")
	must(t, db, "LISTEN "+channel)
	must(t, open(t, unixConfig(), 1), "NOTIFY "+channel)
	time.Sleep(100 * time.Millisecond)
	_, err := db.Exec("SELECT 1")
	t.Log(err)
	return err != nil
}

func migrated(t *testing.T, db *sql.DB) bool {
	table := unique("migrated")
	must(t, db, "CREATE TABLE "+table+" AS SELECT 1 AS id")
	read := prepare1(t, db, "SELECT * FROM "+table+" WHERE id = $1")
	query := func() error {
		rows, err := read.Query(1)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
		}
		return rows.Err()
	}
	if err := query(); err != nil {
		t.Fatal(err)
	}
	must(t, open(t, unixConfig(), 1), "ALTER TABLE "+table+" ADD name text")
	err := query()
	t.Log(err)
	return err != nil
}

func discarded(t *testing.T, db *sql.DB) bool {
	echo := prepare1(t, db, "SELECT $1::text")
	must(t, db, "DISCARD ALL")
	var got string
	err := echo.QueryRow("a").Scan(&got)
	t.Log(got, err)
	return err != nil
}

func altered(text string) func(*testing.T, *sql.DB) bool {
	return func(t *testing.T, db *sql.DB) bool {
		var got string
		err := db.QueryRow("SELECT $1::text", text).Scan(&got)
		t.Logf("sent %q, got %q, %v", text, got, err)
		return err == nil
	}
}

func commitOfFailed(t *testing.T, db *sql.DB) bool {
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("SELECT 1/0"); err == nil {
		t.Fatal("no error")
	}
	err = tx.Commit()
	t.Log(err)
	return err == nil
}

func transactionLeaks(t *testing.T, db *sql.DB) bool {
	table := unique("leaked")
	must(t, db, "CREATE TABLE "+table+" (id int)")
	must(t, db, "BEGIN")
	must(t, db, "INSERT INTO "+table+" VALUES (1)")
	var n int
	if err := open(t, unixConfig(), 1).QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n == 0
}

func answerOfOpenRows(t *testing.T, db *sql.DB) bool {
	table := unique("among")
	must(t, db, "CREATE TABLE "+table+" AS SELECT 1 AS id")
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	update, err := tx.Prepare("UPDATE " + table + " SET id = $1 WHERE false")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := tx.Query("SELECT repeat('x', 20000) FROM generate_series(1, 5)")
	if err != nil || !rows.Next() {
		t.Fatal(err)
	}
	res, err := update.Exec(1)
	if err == nil {
		n, _ := res.RowsAffected()
		t.Log("rows affected: ", n)
		return n != 0
	}
	rows.Close()
	_, again := update.Exec(1)
	t.Log(err, again)
	return again != nil // a mistake that is told, and costs nothing
}

func columnsReused(t *testing.T, db *sql.DB) bool {
	// The driver's pool forgets at random under the race detector.
	for range 200 {
		rows, err := db.Query("SELECT 1 AS mine")
		if err != nil {
			t.Fatal(err)
		}
		columns, _ := rows.Columns()
		for rows.Next() {
		}
		rows.Close()
		must(t, db, "SELECT 1")
		if rows, err = db.Query("SELECT 1 AS other"); err != nil {
			t.Fatal(err)
		}
		rows.Close()
		if !slices.Equal(columns, []string{"mine"}) {
			t.Log(columns)
			return true
		}
	}
	return false
}

// copyInto loads r by the driver's own means, or by ours.
func copyInto(t *testing.T, db *sql.DB, r io.Reader) error {
	t.Helper()
	conn, err := bun.NewDB(db, pgdialect.New()).Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(t.Context(), "CREATE TEMP TABLE IF NOT EXISTS loaded (line text)"); err != nil {
		t.Fatal(err)
	}
	const query = "COPY loaded FROM STDIN"
	if _, ours := db.Driver().(plain); ours {
		_, err = CopyFrom(t.Context(), conn, query, r)
	} else {
		_, err = pgdriver.CopyFrom(t.Context(), conn, r, query)
	}
	return err
}

func copyLosesEnd(t *testing.T, db *sql.DB) bool {
	// The last Read gives data and io.EOF at once, as readers may.
	if err := copyInto(t, db, iotest.DataErrReader(strings.NewReader("a\nb\n"))); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := db.QueryRow("SELECT count(*) FROM loaded").Scan(&n); err != nil {
		t.Fatal(err)
	}
	t.Log(n, "of 2 rows")
	return n != 2
}

func copySpoils(t *testing.T, db *sql.DB) bool {
	broken := errors.New("broken file")
	err := copyInto(t, db, io.MultiReader(strings.NewReader("a\n"), iotest.ErrReader(broken)))
	if !errors.Is(err, broken) {
		t.Fatal(err)
	}
	_, err = db.Exec("SELECT 1")
	t.Log(err)
	return err != nil
}

// TestDriverTimeout takes as long as the driver's default of ten seconds.
func TestDriverTimeout(t *testing.T) {
	t.Parallel()
	c := unixConfig()
	c.Limits.Statement = 30 * time.Second
	var wg sync.WaitGroup
	defer wg.Wait()
	for name, db := range map[string]*sql.DB{"bare": bare(t, "unix", 1, 10*time.Second), "ours": open(t, c, 1)} {
		wg.Go(func() {
			_, err := db.Exec("SELECT pg_sleep(11)")
			if (err == nil) != (name == "ours") {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
}

func TestBareDriverRefusesServersWithoutUTF8(t *testing.T) {
	needServer(t)
	var encoding string
	db := sql.OpenDB(pgdriver.NewConnector(pgdriver.WithNetwork("unix"), pgdriver.WithUser("postgres"), pgdriver.WithDatabase("ascii"),
		pgdriver.WithAddr(fmt.Sprintf("%s/.s.PGSQL.%d", server.dir, server.port)), pgdriver.WithInsecure(true)))
	if err := pool(t, db, 1).Ping(); err == nil {
		t.Error("the bare driver connects now")
	}
	c := unixConfig()
	c.Database = "ascii"
	err := open(t, c, 1).QueryRow("SELECT current_setting('client_encoding')").Scan(&encoding)
	if err != nil || encoding != "UTF8" {
		t.Error(encoding, err)
	}
}
