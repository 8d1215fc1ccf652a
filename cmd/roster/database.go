package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"roster/models"
	"roster/models/pgconn"
	"roster/models/pgserver"
)

// open gives the directory in the database that DATABASE_URL names, or in a private one of roster's own. Call close
// when done; the last console out stops the private Postgres.
func (c console) open(ctx context.Context) (store *models.Store, close func(), err error) {
	dsn := c.getenv("DATABASE_URL")
	stop := func() {}
	if dsn == "" {
		dir, err := pgserver.DefaultDir(c.getenv)
		if err != nil {
			return nil, nil, err
		}
		server, err := pgserver.Start(ctx, dir, pgserver.Options{
			Database: "roster",
			Log:      slog.Default(),
			Progress: func(doing string) { fmt.Fprintln(c.stderr, doing) },
		})
		if err != nil {
			return nil, nil, err
		}
		dsn = server.DSN("roster")
		stop = func() {
			if err := server.Stop(); err != nil {
				slog.Error("the private Postgres did not stop well", "error", err)
			}
		}
	}
	config, err := pgconn.Parse(dsn, c.getenv)
	if err != nil {
		stop()
		return nil, nil, fmt.Errorf("DATABASE_URL: %w", err)
	}
	if config.ApplicationName == "" {
		config.ApplicationName = "roster"
	}
	store = models.Open(config)
	return store, func() {
		store.Close()
		stop()
	}, nil
}

// migrated is open for a command that needs the whole schema. A database that is away is waited for.
func (c console) migrated(ctx context.Context) (*models.Store, func(), error) {
	store, close, err := c.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	if err := bringUp(ctx, store, 30*time.Second); err != nil {
		close()
		return nil, nil, err
	}
	return store, close, nil
}

// bringUp migrates, again and again while the database is away. patience 0 waits for as long as ctx does.
func bringUp(ctx context.Context, store *models.Store, patience time.Duration) error {
	since := time.Now()
	for told := false; ; told = true {
		err := store.Migrate(ctx)
		if err == nil || !errors.Is(err, models.ErrUnavailable) || ctx.Err() != nil {
			return err
		}
		if patience > 0 && time.Since(since) > patience {
			return fmt.Errorf("the database did not answer for %s: %w", patience, err)
		}
		if !told {
			slog.Warn("waiting for the database", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

func migrate(ctx context.Context, c console, args []string) error {
	f := c.flags("migrate", "bring the database's schema up to date", "")
	if err := parse(f, args); err != nil {
		return err
	}
	_, close, err := c.migrated(ctx)
	if err != nil {
		return err
	}
	defer close()
	fmt.Fprintln(c.stdout, "The schema is up to date.")
	return nil
}
