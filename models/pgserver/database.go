//go:build linux

package pgserver

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun/driver/pgdriver"
)

// createDatabase creates a database unless it is there. The caller holds start.lock, so nobody else does so meanwhile.
func (h home) createDatabase(ctx context.Context, name string) error {
	if name == "" || name == "postgres" {
		return nil
	}
	db := sql.OpenDB(pgdriver.NewConnector(
		pgdriver.WithNetwork("unix"), pgdriver.WithAddr(h.socket()), pgdriver.WithInsecure(true),
		pgdriver.WithUser(user), pgdriver.WithDatabase("postgres"), pgdriver.WithTimeout(time.Minute)))
	defer db.Close()
	var there bool
	err := db.QueryRowContext(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = '"+
		strings.ReplaceAll(name, "'", "''")+"')").Scan(&there)
	if err == nil && !there {
		_, err = db.ExecContext(ctx, `CREATE DATABASE "`+strings.ReplaceAll(name, `"`, `""`)+`"`)
	}
	if err != nil {
		return fmt.Errorf("database %s: %w", name, err)
	}
	return nil
}
