package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"

	"roster/models"
	"roster/models/pgconn"
	"roster/models/pgserver"
)

// directory is the people who are asked about, and the private Postgres that keeps them.
type directory struct {
	path   string
	dsn    string
	server *pgserver.Server
	pool   *pgxpool.Pool
	store  *models.Store
}

// defaultPath is where a directory of so many people is kept for the next run.
func defaultPath(people int) string {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	return filepath.Join(cache, "roster-bench", strconv.Itoa(people))
}

// buildRoster builds the program that is measured.
func buildRoster(ctx context.Context, dir string) (program string, err error) {
	out, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", "roster").CombinedOutput()
	root := strings.TrimSpace(string(out))
	if err != nil {
		return "", fmt.Errorf("where is roster? %w: %s", err, root)
	}
	program = filepath.Join(dir, "roster")
	// From the root, so that it is built of what its own go.mod names.
	build := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", program, "./cmd/roster")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return program, nil
}

// openDirectory loads people with roster's own demo, unless they are there.
func openDirectory(ctx context.Context, path, roster string, people int, progress io.Writer) (d *directory, err error) {
	d = &directory{path: path}
	tell := func(doing string) { fmt.Fprintln(progress, doing) }
	if d.server, err = pgserver.Start(ctx, path, pgserver.Options{Database: "roster", Progress: tell}); err != nil {
		return nil, err
	}
	if err = d.fill(ctx, roster, people, progress); err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

func (d *directory) fill(ctx context.Context, roster string, people int, progress io.Writer) error {
	demo := exec.CommandContext(ctx, roster, "demo", "--people", strconv.Itoa(people), "--load-only")
	demo.Env, demo.Stderr = append(surroundings(), "ROSTER_DATA="+d.path), progress
	if err := demo.Run(); err != nil {
		return fmt.Errorf("roster demo: %w. Another number of people, or an older schema, needs another --data", err)
	}
	d.dsn = d.server.DSN("roster")
	config, err := pgconn.Parse(d.dsn, func(string) string { return "" })
	if err != nil {
		return err
	}
	d.store = models.Open(config)
	if d.pool, err = pgxpool.New(ctx, d.dsn); err != nil {
		return err
	}
	// Or Postgres does it by itself, in the middle of a round.
	_, err = d.pool.Exec(ctx, "vacuum (analyze)")
	return err
}

func (d *directory) close() error {
	if d.store != nil {
		d.store.Close()
	}
	if d.pool != nil {
		d.pool.Close()
	}
	return d.server.Stop()
}
