// Package modelstest gives each test a directory of its own: a migrated database, cloned from a template on a private
// Postgres that all test binaries of this user share.
package modelstest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"roster/models"
	"roster/models/migrations"
	"roster/models/pgconn"
	"roster/models/pgserver"
)

// Main runs a package's tests. Its TestMain calls it and nothing else:
//
//	func TestMain(m *testing.M) { modelstest.Main(m) }
func Main(m *testing.M) {
	if pgserver.IsKeeper(os.Args) {
		os.Exit(pgserver.Keep(os.Args))
	}
	slog.SetDefault(slog.New(slog.DiscardHandler))
	code := m.Run()
	if started != nil {
		started.Stop()
	}
	os.Exit(code)
}

var started *pgserver.Server

// server starts the private Postgres at the first test that wants it. It gives up durability: a test never outlives it.
var server = sync.OnceValues(func() (*pgserver.Server, error) {
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("roster-test-%d", os.Geteuid()))
	s, err := pgserver.Start(context.Background(), dir, pgserver.Options{Fast: true, Log: slog.New(slog.DiscardHandler)})
	started = s
	return s, err
})

// Open gives a store on a migrated database with nobody in it, which is dropped when the test ends.
func Open(t testing.TB) *models.Store {
	t.Helper()
	store, _ := OpenDSN(t)
	return store
}

// OpenDSN is Open, and how to reach the database by other ways than the store.
func OpenDSN(t testing.TB) (*models.Store, string) {
	t.Helper()
	dsn := Clone(t)
	store := models.Open(parse(t, dsn))
	t.Cleanup(func() { store.Close() })
	return store, dsn
}

// Clone makes a migrated database, to be dropped when the test ends, and gives its address.
func Clone(t testing.TB) string {
	t.Helper()
	return create(t, " template "+template(t))
}

// Empty makes a database without any schema. options are those of CREATE DATABASE.
func Empty(t testing.TB, options ...string) string {
	t.Helper()
	return create(t, " "+strings.Join(options, " "))
}

var clones atomic.Int64

func create(t testing.TB, from string) string {
	t.Helper()
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), clones.Add(1))
	admin := connect(t, "postgres")
	must(t, admin, "create database "+name+from)
	t.Cleanup(func() {
		admin := connect(t, "postgres")
		must(t, admin, "drop database if exists "+name+" with (force)")
	})
	s, err := server()
	if err != nil {
		t.Fatal(err)
	}
	return s.DSN(name)
}

// Version is the major version of the Postgres that tests run on.
func Version(t testing.TB) (major int) {
	t.Helper()
	err := connect(t, "postgres").QueryRow("select current_setting('server_version_num')::int / 10000").Scan(&major)
	if err != nil {
		t.Fatal(err)
	}
	return major
}

// template is the name of the migrated database to clone. It is made once for each state of the migrations.
func template(t testing.TB) string {
	t.Helper()
	name, err := templateOnce()
	if err != nil {
		t.Fatal(err)
	}
	return name
}

var templateOnce = sync.OnceValues(func() (string, error) {
	s, err := server()
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	sum, err := fingerprint()
	if err != nil {
		return "", err
	}
	name := "template_" + sum
	config, err := pgconn.Parse(s.DSN("postgres"), os.Getenv)
	if err != nil {
		return "", err
	}
	config.Limits = pgconn.Limits{}
	db := sql.OpenDB(config.Connector())
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "select pg_advisory_lock(hashtext('roster.modelstest'))"); err != nil {
		return "", err
	}
	defer conn.ExecContext(ctx, "select pg_advisory_unlock(hashtext('roster.modelstest'))")
	var there bool
	if err := conn.QueryRowContext(ctx, "select exists (select from pg_database where datname = $1)", name).Scan(&there); err != nil || there {
		return name, err
	}
	if _, err := conn.ExecContext(ctx, "create database "+name+"_new"); err != nil && !strings.Contains(err.Error(), "already exists") {
		return "", err
	}
	fresh, err := pgconn.Parse(s.DSN(name+"_new"), os.Getenv)
	if err != nil {
		return "", err
	}
	store := models.Open(fresh)
	err = store.Migrate(ctx)
	store.Close()
	if err != nil {
		return "", err
	}
	_, err = conn.ExecContext(ctx, "alter database "+name+"_new rename to "+name) // it appears only when it is whole
	return name, err
})

// fingerprint names a state of the migrations.
func fingerprint() (string, error) {
	sum := sha256.New()
	files, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		return "", err
	}
	for _, file := range files {
		text, err := migrations.Files.ReadFile(file)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(sum, "%s %d\n%s", file, len(text), text)
	}
	return hex.EncodeToString(sum.Sum(nil))[:16], nil
}

// Exec runs SQL in the database that a store is on, for what no method of the store does.
func Exec(t testing.TB, dsn, query string, args ...any) {
	t.Helper()
	must(t, DB(t, dsn), query, args...)
}

// DB is a plain pool on a database.
func DB(t testing.TB, dsn string) *sql.DB {
	t.Helper()
	db := sql.OpenDB(parse(t, dsn).Connector())
	t.Cleanup(func() { db.Close() })
	return db
}

func connect(t testing.TB, database string) *sql.DB {
	t.Helper()
	s, err := server()
	if err != nil {
		t.Fatal(err)
	}
	config := parse(t, s.DSN(database))
	config.Limits = pgconn.Limits{}
	db := sql.OpenDB(config.Connector())
	t.Cleanup(func() { db.Close() })
	return db
}

func parse(t testing.TB, dsn string) pgconn.Config {
	t.Helper()
	config, err := pgconn.Parse(dsn, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	return config
}

func must(t testing.TB, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.ExecContext(context.Background(), query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}
