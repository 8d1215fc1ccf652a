// Package pgserver runs a private Postgres: one of roster's own, in roster's data directory, reached only by a unix socket.
//
// Consoles that are given the same directory share one server. The first console starts it, the last one out stops it,
// and a console that was killed counts as gone. Nothing has to be set up but the Postgres binaries.
package pgserver

import (
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime"
	"strings"
)

// user is the role that consoles connect as. It is the only one that may.
const user = "console"

// Options are what a console may ask for. The zero value is a durable server and no database of its own.
type Options struct {
	// Database is created when it is missing.
	Database string
	// Fast gives up durability for speed: a power cut may lose the whole cluster. It is for tests.
	Fast bool
	// Log hears of deaths and restarts. Nil means slog.Default.
	Log *slog.Logger
	// Progress is told in a sentence what takes long, such as the first start. Nil means nobody listens. A server
	// that has to recover may tell it later too, from another goroutine.
	Progress func(string)
}

// ErrUnsupported says that this system cannot run a private Postgres.
var ErrUnsupported = errors.New("a private Postgres is not supported on " + runtime.GOOS + ": set DATABASE_URL")

// oldest is the oldest major version that roster works with.
const oldest = 14

// MissingError says that no usable Postgres is installed, and what to install.
type MissingError struct {
	Data  string // the existing data directory that needs Major; empty before there is one
	Major int    // 0 when any newer than the oldest would do
	Found []int  // other majors that are installed here
}

func (e *MissingError) Error() string {
	if e.Major != 0 {
		found := "none is installed here"
		if len(e.Found) > 0 {
			found = "only " + majors(e.Found) + " is installed here"
		}
		return fmt.Sprintf("the data in %s need Postgres %d, and %s: apt-get install postgresql-%[2]d, or set DATABASE_URL",
			e.Data, e.Major, found)
	}
	advice := "apt-get install postgresql, or npm install " + npmPackage + ", or set DATABASE_URL"
	if len(e.Found) > 0 {
		return fmt.Sprintf("Postgres %s is too old, roster needs %d or newer: %s", majors(e.Found), oldest, advice)
	}
	return "no Postgres is installed here: " + advice
}

func majors(list []int) string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(list), " ", ", "), "[]")
}

// npmPackage holds Postgres binaries for this system.
var npmPackage = "@embedded-postgres/" + npmPlatform()

// npmPlatform is this system in the words of Node.
func npmPlatform() string {
	arch := runtime.GOARCH
	switch arch {
	case "amd64":
		arch = "x64"
	case "386":
		arch = "ia32"
	case "ppc64le":
		arch = "ppc64"
	}
	return runtime.GOOS + "-" + arch
}

// DefaultDir is where roster keeps its data unless it is told otherwise:
// $ROSTER_DATA, else $XDG_DATA_HOME/roster, else ~/.local/share/roster.
func DefaultDir(getenv func(string) string) (string, error) {
	if dir := getenv("ROSTER_DATA"); dir != "" {
		return filepath.Abs(dir)
	}
	// The XDG specification asks to ignore a relative path.
	if dir := getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "roster"), nil
	}
	if dir := getenv("HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, ".local", "share", "roster"), nil
	}
	return "", errors.New("nowhere to keep data: set ROSTER_DATA to a directory, or DATABASE_URL to a database")
}

// dsn writes a connection string in libpq's key=value form.
func dsn(sockets, database string) string {
	if database == "" {
		database = "postgres"
	}
	return fmt.Sprintf("host=%s port=5432 user=%s dbname=%s sslmode=disable", quoted(sockets), user, quoted(database))
}

// quoted quotes a value for libpq, when it needs that.
func quoted(s string) string {
	if s != "" && !strings.ContainsAny(s, ` '\`+"\t\n\r\v\f") {
		return s
	}
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
}
