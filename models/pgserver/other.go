//go:build !linux

package pgserver

import "context"

// Server is a handle on a private Postgres, which this system does not have.
type Server struct{}

// Start fails: nobody has taught it this system yet.
func Start(context.Context, string, Options) (*Server, error) { return nil, ErrUnsupported }

// DSN is the connection string of a database.
func (*Server) DSN(database string) string { return dsn("", database) }

// Stop has nothing to stop.
func (*Server) Stop() error { return nil }

// IsKeeper says that this process is nobody's keeper.
func IsKeeper([]string) bool { return false }

// Keep has nothing to keep.
func Keep([]string) int { return 1 }
