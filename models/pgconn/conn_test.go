package pgconn

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"math/rand/v2"
	"net"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/driver/pgdriver"
)

// one asks for one value as text.
func one(t *testing.T, db interface {
	QueryRow(string, ...any) *sql.Row
}, query string, args ...any) string {
	t.Helper()
	var s string
	if err := db.QueryRow(query, args...).Scan(&s); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return s
}

// code is the SQLSTATE of an error from the server.
func code(err error) string {
	var pe pgdriver.Error
	errors.As(err, &pe)
	return pe.Field('C')
}

func TestSettingsAreTheServers(t *testing.T) {
	t.Parallel()
	settings := func(c Config) map[string]string {
		db := open(t, c, 1)
		got := map[string]string{}
		for _, name := range []string{"statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout",
			"client_connection_check_interval", "application_name", "timezone", "search_path", "client_encoding"} {
			got[name] = one(t, db, "SELECT current_setting($1)", name)
		}
		return got
	}
	c := unixConfig()
	c.ApplicationName, c.Params = `it's \ me`, map[string]string{"search_path": "a, b"}
	want := map[string]string{
		"statement_timeout": "5s", "lock_timeout": "3s", "idle_in_transaction_session_timeout": "10s",
		"client_connection_check_interval": "200ms", "application_name": `it's \ me`, "timezone": "UTC",
		"search_path": "a, b", "client_encoding": "UTF8",
	}
	if got := settings(c); !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	c.Limits = Limits{}
	for _, name := range []string{"statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "client_connection_check_interval"} {
		want[name] = "0"
	}
	if got := settings(c); !maps.Equal(got, want) {
		t.Errorf("without limits: got %v, want %v", got, want)
	}
	c.Limits.ConnectionCheck = math.MaxInt64 // as if the system could not check
	if got := settings(c); !maps.Equal(got, want) {
		t.Errorf("with a check the server refuses: got %v, want %v", got, want)
	}
	older := strings.ReplaceAll(c.Connector().settings(true), "client_connection_check_interval", "not_yet_invented")
	must(t, open(t, c, 1), older)
}

func TestLimitsHold(t *testing.T) {
	t.Parallel()
	c := unixConfig()
	c.Limits.Statement = 100 * time.Millisecond
	db := open(t, c, 1)
	for range 2 {
		if _, err := db.Exec("SELECT pg_sleep($1)", 3); code(err) != "57014" {
			t.Error(err)
		}
		if _, err := db.Exec("SELECT pg_sleep(3)"); code(err) != "57014" {
			t.Error(err)
		}
	}
	c.Params = map[string]string{"no_such_setting": "1"}
	if err := open(t, c, 1).Ping(); code(err) != "42704" {
		t.Error(err)
	}
}

func TestTLS(t *testing.T) {
	t.Parallel()
	file := func(name string) string { return filepath.Join(server.dir, name) }
	ip := Host{Name: "127.0.0.1"}
	named := Host{Name: "db.test", Addr: "127.0.0.1"}
	wrong := Host{Name: "elsewhere.test", Addr: "127.0.0.1"}
	for _, test := range []struct {
		mode, root string
		host       Host
		user       string
		want       string // "tls", "plain", or part of the error
	}{
		{"disable", "", ip, "postgres", "plain"},
		{"allow", "", ip, "postgres", "plain"},
		{"allow", "", ip, "tlsonly", "tls"},
		{"prefer", "", ip, "postgres", "tls"},
		{"", "", ip, "postgres", "tls"},
		{"prefer", "", ip, "plainonly", "plain"},
		{"require", "", ip, "plainonly", "pg_hba.conf rejects"},
		{"disable", "", ip, "tlsonly", "pg_hba.conf rejects"},
		{"require", "", wrong, "postgres", "tls"},
		{"require", "ca.crt", wrong, "postgres", "tls"},
		{"require", "other.crt", ip, "postgres", "unknown authority"},
		{"verify-ca", "ca.crt", wrong, "postgres", "tls"},
		{"verify-ca", "other.crt", ip, "postgres", "unknown authority"},
		{"verify-ca", "", ip, "postgres", "unknown authority"},
		{"verify-full", "ca.crt", ip, "postgres", "tls"},
		{"verify-full", "ca.crt", named, "postgres", "tls"},
		{"verify-full", "ca.crt", wrong, "postgres", "not elsewhere.test"},
		{"verify-full", "other.crt", ip, "postgres", "unknown authority"},
		{"verify-full", "", ip, "postgres", "unknown authority"},
		{"verify-full", "none.crt", ip, "postgres", "no such file"},
		{"verify-full", "ca.key", ip, "postgres", "no certificate in PEM form"},
		{"require", "", ip, "certified", "tls"},
		{"verify-full", "ca.crt", Host{Name: server.dir}, "postgres", "plain"},
		{"verify_full", "ca.crt", ip, "postgres", "want one of"},
	} {
		c := unixConfig()
		c.Hosts, c.SSLMode, c.User = []Host{test.host}, test.mode, test.user
		c.Hosts[0].Port = server.port
		if test.root != "" {
			c.SSLRootCert = file(test.root)
		}
		if test.user == "certified" {
			c.SSLCert, c.SSLKey = file("client.crt"), file("client.key")
		}
		var got string
		err := open(t, c, 1).QueryRow("SELECT CASE WHEN ssl THEN 'tls' ELSE 'plain' END FROM pg_stat_ssl WHERE pid = pg_backend_pid()").Scan(&got)
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, test.want) {
			t.Errorf("%+v: got %s", test, got)
		}
	}
}

func TestPassword(t *testing.T) {
	t.Parallel()
	c := over("tls")
	c.User, c.Password = "scram", "open sesame"
	if got := one(t, open(t, c, 1), "SELECT current_user"); got != "scram" {
		t.Error(got)
	}
	c.Password, c.Hosts[0].password = "", "open sesame"
	if got := one(t, open(t, c, 1), "SELECT current_user"); got != "scram" {
		t.Error(got)
	}
	c.Password = "open barley"
	c.Hosts = append(c.Hosts, Host{Name: server.dir, Port: server.port}) // would let us in without
	err := open(t, c, 1).Ping()
	if code(err) != "28P01" || strings.Contains(err.Error(), "barley") {
		t.Error(err)
	}
}

func TestHosts(t *testing.T) {
	t.Parallel()
	needServer(t)
	silent, err := net.Listen("tcp", "127.0.0.1:0") // takes connections and says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	deaf := Host{Name: "127.0.0.1", Port: uint16(silent.Addr().(*net.TCPAddr).Port)}
	gone := Host{Name: "127.0.0.1", Port: 1}
	noSocket := Host{Name: "/nowhere", Port: 1}
	c := unixConfig()
	good := c.Hosts[0]

	c.Hosts = []Host{gone, noSocket, good}
	if err := open(t, c, 1).Ping(); err != nil {
		t.Error(err)
	}
	c.Hosts, c.ConnectTimeout = []Host{deaf, good}, 2*time.Second // generous: a busy machine must make it
	for _, mode := range []string{"disable", "require", "prefer"} {
		c.SSLMode = mode
		if err := open(t, c, 1).Ping(); err != nil {
			t.Error(err)
		}
	}
	c.Hosts = []Host{gone, deaf, noSocket}
	err = open(t, c, 1).Ping()
	for _, want := range []string{"127.0.0.1:1: ", "refused", "no answer within 2s", "/nowhere/.s.PGSQL.1", "no such file"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %s in %v", want, err)
		}
	}
	c.Hosts, c.ConnectTimeout = []Host{deaf}, 0
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := open(t, c, 1).PingContext(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	if _, err := (Config{}).Connector().Connect(t.Context()); err == nil {
		t.Error("connected to no host")
	}
}

func TestTarget(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		target, readOnly string
		ok               bool
	}{
		{"any", "on", true}, {"", "on", true}, {"read-write", "off", true}, {"read-write", "on", false},
		{"read-only", "on", true}, {"read-only", "off", false}, {"primary", "on", true}, {"standby", "off", false},
		{"best", "off", false},
	} {
		c := unixConfig()
		c.Target, c.Params = test.target, map[string]string{"default_transaction_read_only": test.readOnly}
		err := open(t, c, 1).Ping()
		if (err == nil) != test.ok || err != nil && !strings.Contains(err.Error(), "target_session_attrs") {
			t.Errorf("%+v: %v", test, err)
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	db := open(t, unixConfig(), 1)
	pid := one(t, db, "SELECT pg_backend_pid()")
	for _, query := range []string{"SELECT 'a\x00'", "SELECT 'a\xff'"} {
		if _, err := db.Exec(query); !errors.Is(err, ErrBadText) {
			t.Errorf("%q: %v", query, err)
		}
		if _, err := db.Query(query); !errors.Is(err, ErrBadText) {
			t.Errorf("%q: %v", query, err)
		}
		if _, err := db.Prepare(query); !errors.Is(err, ErrBadText) {
			t.Errorf("%q: %v", query, err)
		}
	}
	if _, err := db.Exec("SELECT $1::text", valuer("a\x00")); !errors.Is(err, ErrBadText) {
		t.Error(err)
	}
	if _, err := db.Exec("SELECT $1::text", sql.Named("name", "a")); err == nil || !strings.Contains(err.Error(), "$1") {
		t.Error(err)
	}
	if _, err := db.Exec("SELECT 1", make([]any, maxArgs+1)...); err == nil || !strings.Contains(err.Error(), "65535") {
		t.Error(err)
	}
	var raw []byte
	bytes := []byte("\x00\xff\\x'")
	if err := db.QueryRow("SELECT $1::bytea", bytes).Scan(&raw); err != nil || string(raw) != string(bytes) {
		t.Errorf("%q %v", raw, err)
	}
	const text = `سلام '"\ $1 😀`
	if got := one(t, db, "SELECT $1::text", text); got != text {
		t.Error(got)
	}
	if now := one(t, db, "SELECT pg_backend_pid()"); now != pid {
		t.Error("refused text cost the connection")
	}
}

type valuer string

func (v valuer) Value() (driver.Value, error) { return string(v), nil }

func TestStatements(t *testing.T) {
	t.Parallel()
	c := unixConfig()
	c.Statements = 3
	db := open(t, c, 1)
	const mine = "SELECT string_agg(statement, ' ' ORDER BY statement) FROM pg_prepared_statements"
	first, err := db.Prepare("SELECT $1::text || '0'")
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	for i := range 10 {
		one(t, db, fmt.Sprintf("SELECT $1::text || '%d'", i), "")
	}
	if got, want := one(t, db, mine), "SELECT $1::text || '7' SELECT $1::text || '8' SELECT $1::text || '9'"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	one(t, db, "SELECT $1::text || '7'", "") // used last, so the next evicts 8
	var got string
	if err := first.QueryRow("x").Scan(&got); err != nil || got != "x0" {
		t.Error("an evicted statement of Prepare: ", got, err)
	}
	if got, want := one(t, db, mine), "SELECT $1::text || '0' SELECT $1::text || '7' SELECT $1::text || '9'"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if _, err := db.Prepare("SELEC"); code(err) != "42601" {
		t.Error(err)
	}
	if _, err := db.Exec("SELECT $1::int", "x"); code(err) != "22P02" {
		t.Error(err)
	}
	if _, err := db.Exec("SELECT $1::text, $2::text", "x"); code(err) != "08P01" {
		t.Error(err)
	}
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("SELECT $1::int", "x"); err == nil {
		t.Fatal("no error")
	}
	if _, err := tx.Exec("SELECT $1::text || 'evicts in a failed transaction'", "x"); code(err) != "25P02" {
		t.Error(err)
	}
	if err := tx.Rollback(); err != nil {
		t.Error(err)
	}
	one(t, db, "SELECT $1::text || '9'", "")
}

// A transaction that meets a migration fails, once: its next try is on a new connection.
func TestMigrationInTransaction(t *testing.T) {
	t.Parallel()
	c := ownSchema(t)
	db := open(t, c, 1)
	must(t, db, "CREATE TABLE midway AS SELECT 1 AS id")
	const read = "SELECT * FROM midway WHERE id = $1"
	try := func() error {
		tx, err := db.Begin()
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback()
		must(t, tx, "SAVEPOINT here")
		_, err = tx.Exec(read, 1)
		if err != nil {
			must(t, tx, "ROLLBACK TO here")
			if _, err := tx.Exec(read, 1); err != nil {
				t.Error("after the savepoint: ", err)
			}
		}
		return err
	}
	if err := try(); err != nil {
		t.Fatal(err)
	}
	must(t, open(t, c, 1), "ALTER TABLE midway ADD name text")
	if err := try(); code(err) != "0A000" {
		t.Error(err)
	}
	if err := try(); err != nil {
		t.Error(err)
	}
}

func TestTransaction(t *testing.T) {
	t.Parallel()
	db := open(t, ownSchema(t), 2)
	for _, level := range []sql.IsolationLevel{sql.LevelDefault, sql.LevelReadCommitted, sql.LevelRepeatableRead, sql.LevelSerializable} {
		tx, err := db.BeginTx(t.Context(), &sql.TxOptions{Isolation: level, ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		got := one(t, tx, "SELECT current_setting('transaction_isolation') || current_setting('transaction_read_only')")
		if want := strings.ToLower(level.String()) + "on"; got != want && level != sql.LevelDefault {
			t.Error(got, want)
		}
		if err := tx.Commit(); err != nil {
			t.Error(err)
		}
	}

	// A context that ends rolls back.
	must(t, db, "CREATE TABLE undone (id int)")
	ctx, cancel := context.WithCancel(t.Context())
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	must(t, tx, "INSERT INTO undone VALUES (1)")
	cancel()
	if err := tx.Commit(); !errors.Is(err, context.Canceled) && !errors.Is(err, sql.ErrTxDone) {
		t.Error(err)
	}
	if n := one(t, db, "SELECT count(*) FROM undone"); n != "0" {
		t.Error(n, "rows")
	}

	// A failed one cannot be committed.
	if tx, err = db.Begin(); err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("SELECT 1/0"); code(err) != "22012" {
		t.Error(err)
	}
	if err := tx.Commit(); !errors.Is(err, ErrRolledBack) {
		t.Error(err)
	}

	// A deferred constraint speaks at COMMIT.
	must(t, db, "CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE child (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED)")
	if tx, err = db.Begin(); err != nil {
		t.Fatal(err)
	}
	must(t, tx, "INSERT INTO child VALUES (1)")
	if err := tx.Commit(); code(err) != "23503" {
		t.Error(err)
	}

	// Rows that were left open do not hinder the transaction.
	if tx, err = db.Begin(); err != nil {
		t.Fatal(err)
	}
	rows, err := tx.Query("SELECT generate_series(1, 100000)")
	if err != nil || !rows.Next() {
		t.Fatal(err)
	}
	if err := rows.Close(); err != nil {
		t.Error(err)
	}
	must(t, tx, "INSERT INTO undone VALUES (1)")
	if err := tx.Commit(); err != nil {
		t.Error(err)
	}
}

// A context that is over costs no connection.
func TestEndedContext(t *testing.T) {
	t.Parallel()
	db := open(t, unixConfig(), 1)
	pid := one(t, db, "SELECT pg_backend_pid()")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ExecContext(ctx, "SELECT 1"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := conn.QueryContext(ctx, "SELECT $1::int", 1); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	conn.Close()
	if now := one(t, db, "SELECT pg_backend_pid()"); now != pid {
		t.Error("another connection")
	}
}

// The bare driver survives this on a socket, so it is no fault there.
func TestKilledIdleOnSocket(t *testing.T) {
	t.Parallel()
	if killedIdle(t, open(t, unixConfig(), 8)) {
		t.Error("queries failed")
	}
}

func TestKilledWhileAsking(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"unix", "tcp", "tls"} {
		db := open(t, over(way), 2)
		_, err := db.Exec("SELECT pg_terminate_backend(pg_backend_pid())")
		if code(err) != "57P01" {
			t.Errorf("%s: %v", way, err)
		}
		if _, err = db.Exec("SELECT pg_terminate_backend($1)", 0); err != nil { // a warning
			t.Errorf("%s: %v", way, err)
		}
		one(t, db, "SELECT 1")
	}
}

func TestCopyFrom(t *testing.T) {
	t.Parallel()
	c := ownSchema(t)
	c.Limits = Limits{}
	db := bun.NewDB(open(t, c, 1), pgdialect.New())
	must(t, db, "CREATE TABLE people (id int, name text); CREATE INDEX people_id ON people (id)")
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()

	// load is how the bulk loader works.
	load := func(text string) (int64, error) {
		tx, err := conn.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback()
		must(t, tx, "DROP INDEX people_id")
		n, err := CopyFrom(t.Context(), conn, "COPY people (id, name) FROM STDIN (FORMAT csv)", strings.NewReader(text))
		if err != nil {
			return n, err
		}
		must(t, tx, "CREATE INDEX people_id ON people (id)")
		return n, tx.Commit()
	}
	var big strings.Builder
	const rows = 100_000
	for i := range rows {
		fmt.Fprintf(&big, "%d,\"ن, %d\"\n", i, i)
	}
	if n, err := load(big.String()); n != rows || err != nil {
		t.Fatal(n, err)
	}
	_, err = load("1,a\nx,b\n" + big.String())
	var pe pgdriver.Error
	if !errors.As(err, &pe) || pe.Field('C') != "22P02" || !strings.Contains(pe.Field('W'), "line 2") {
		t.Fatal(err)
	}
	if n, err := load("1,a\n"); n != 1 || err != nil {
		t.Fatal("after a bad row: ", n, err)
	}
	if n, err := load(""); n != 0 || err != nil {
		t.Fatal("nothing to copy: ", n, err)
	}
	var n int
	if err := conn.QueryRowContext(t.Context(), "SELECT count(*) FROM people").Scan(&n); err != nil || n != rows+1 {
		t.Error(n, err)
	}
	// A trigger talks while we send.
	must(t, connExec{conn}, `CREATE FUNCTION chatter() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'row %', NEW.id; RETURN NEW; END $$;
		CREATE TRIGGER chatter BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION chatter()`)
	if n, err := load(big.String()); n != rows || err != nil {
		t.Fatal("with notices: ", n, err)
	}
	if n, err := load("1,a\n" + strings.Repeat("x,b\n", 1_000_000)); code(err) != "22P02" {
		t.Fatal("a bad row while we send: ", n, err)
	}
	if _, err := CopyFrom(t.Context(), conn, "COPY nobody FROM STDIN", strings.NewReader("")); code(err) != "42P01" {
		t.Error(err)
	}
	if _, err := CopyFrom(t.Context(), conn, "COPY people FROM STDIN (FORMAT csv)",
		io.MultiReader(strings.NewReader("1,a\n"), iotest.ErrReader(io.ErrUnexpectedEOF))); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error("a source that was cut off: ", err)
	}
	conn.Close()
	if got := one(t, db, "SELECT count(*) FROM people"); got != fmt.Sprint(2*rows+1) {
		t.Error(got, "rows")
	}
	if conn, err = db.Conn(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := CopyFrom(t.Context(), conn, "COPY people TO STDOUT", strings.NewReader("")); err == nil {
		t.Error("COPY TO went well")
	}
}

type connExec struct{ bun.Conn }

func (c connExec) Exec(query string, args ...any) (sql.Result, error) {
	return c.ExecContext(context.Background(), query, args...)
}

// A COPY whose reader never ends stops with its context, and its transaction
// can still be closed.
func TestCopyFromCancelled(t *testing.T) {
	t.Parallel()
	db := open(t, over("tls"), 1)
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tx, err := conn.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	must(t, tx, "CREATE TABLE endless (line text)")
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err = CopyFrom(ctx, conn, "COPY endless FROM STDIN", readerFunc(func(p []byte) (int, error) { return copy(p, "line\n"), nil }))
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	if err := tx.Rollback(); !errors.Is(err, driver.ErrBadConn) {
		t.Error(err)
	}
	conn.Close()
	if got := one(t, db, "SELECT to_regclass('endless') IS NULL"); got != "true" {
		t.Error(got)
	}
}

// TestBun checks that bun is served: interpolated text, bytes, times, models.
func TestBun(t *testing.T) {
	t.Parallel()
	type Person struct {
		bun.BaseModel `bun:"bun_people"`
		ID            int64  `bun:",pk,autoincrement"`
		Name          string `bun:",unique"`
		Photo         []byte
		Born          time.Time
	}
	db := bun.NewDB(open(t, ownSchema(t), 4), pgdialect.New())
	ctx := t.Context()
	if _, err := db.NewCreateTable().Model((*Person)(nil)).Exec(ctx); err != nil {
		t.Fatal(err)
	}
	mo := Person{Name: `Mo'ratti \ ن`, Photo: []byte{0, 255}, Born: time.Date(1980, 1, 2, 3, 4, 5, 6000, time.UTC)}
	if _, err := db.NewInsert().Model(&mo).Exec(ctx); err != nil || mo.ID != 1 {
		t.Fatal(mo.ID, err)
	}
	var got []Person
	n, err := db.NewSelect().Model(&got).Where("name = ?", mo.Name).Limit(5).ScanAndCount(ctx)
	if err != nil || n != 1 || !reflect.DeepEqual(got[0], mo) {
		t.Error(n, got, err)
	}
	rows, err := db.DB.QueryContext(ctx, "SELECT * FROM bun_people WHERE id = $1", 1) // bun.DB would take $1 as it is
	if err != nil {
		t.Fatal(err)
	}
	var again []Person
	if err := db.ScanRows(ctx, rows, &again); err != nil || !reflect.DeepEqual(again, got) {
		t.Error(again, err)
	}
	twin := Person{Name: mo.Name}
	_, err = db.NewInsert().Model(&twin).Exec(ctx)
	if code(err) != "23505" {
		t.Error(err)
	}
	if _, err := db.NewInsert().Model(&Person{Name: "a\x00b"}).Exec(ctx); err == nil {
		t.Error("bun stored a NUL")
	}
}

// TestEveryoneGetsTheirAnswer has sixteen people ask for three seconds some of
// them with deadlines that come too early.
func TestEveryoneGetsTheirAnswer(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"unix", "tls"} {
		db := open(t, over(way), 6)
		var answered, ended atomic.Int64
		var wg sync.WaitGroup
		until := time.Now().Add(1500 * time.Millisecond)
		for who := range 16 {
			wg.Go(func() {
				for i := 0; time.Now().Before(until); i++ {
					want := fmt.Sprintf("%s %d %d", way, who, i)
					patience := time.Duration(rand.IntN(12_000)) * time.Microsecond
					if rand.IntN(4) > 0 {
						patience = 10 * time.Second
					}
					ctx, cancel := context.WithTimeout(t.Context(), patience)
					got, err := ask(ctx, db, want)
					switch {
					case err == nil && got == want:
						answered.Add(1)
					case err == nil:
						t.Errorf("asked %q, got %q", want, got)
					case errors.Is(err, ctx.Err()), errors.Is(err, sql.ErrTxDone):
						ended.Add(1)
					default:
						t.Errorf("asked %q: %v (context: %v)", want, err, ctx.Err())
					}
					cancel()
				}
			})
		}
		wg.Wait()
		t.Logf("%s: %d answered, %d ended", way, answered.Load(), ended.Load())
		if answered.Load() == 0 || ended.Load() == 0 {
			t.Error("the deadlines are no test on this machine")
		}
		for range 100 { // database/sql rolls back behind our backs.
			if db.Stats().InUse > 0 {
				time.Sleep(50 * time.Millisecond)
			}
		}
		if n := db.Stats().InUse; n != 0 {
			t.Error(n, "connections still in use")
		}
	}
}

// ask gets its own words back, in one of several ways.
func ask(ctx context.Context, db *sql.DB, words string) (got string, err error) {
	nap := rand.Float64() * 0.004
	switch rand.IntN(5) {
	case 0: // prepared
		err = db.QueryRowContext(ctx, "SELECT $1::text FROM pg_sleep($2)", words, nap).Scan(&got)
	case 1: // simple
		err = db.QueryRowContext(ctx, fmt.Sprintf("SELECT '%s' FROM pg_sleep(%f)", words, nap)).Scan(&got)
	case 2: // prepared by hand
		var s *sql.Stmt
		if s, err = db.PrepareContext(ctx, "SELECT $1::text || '' FROM pg_sleep($2)"); err != nil {
			return "", err
		}
		defer s.Close()
		err = s.QueryRowContext(ctx, words, nap).Scan(&got)
	case 3: // many rows, not all of them read
		var rows *sql.Rows
		if rows, err = db.QueryContext(ctx, "SELECT $1 || repeat(' ', 999) FROM generate_series(1, 100)", words); err != nil {
			return "", err
		}
		defer rows.Close()
		for i := 0; i < rand.IntN(100) && rows.Next(); i++ {
			if err = rows.Scan(&got); err != nil {
				return "", err
			}
			if got = strings.TrimRight(got, " "); got != words {
				return got, nil
			}
		}
		got, err = words, rows.Err()
	case 4: // in a transaction
		var tx *sql.Tx
		if tx, err = db.BeginTx(ctx, nil); err != nil {
			return "", err
		}
		defer tx.Rollback()
		if err = tx.QueryRowContext(ctx, "SELECT $1::text FROM pg_sleep($2)", words, nap).Scan(&got); err == nil {
			err = tx.Commit()
		}
	}
	return got, err
}
