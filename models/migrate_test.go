package models_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"roster/models"
	"roster/models/modelstest"
	"roster/models/pgconn"
)

func config(t *testing.T, dsn string) pgconn.Config {
	t.Helper()
	c, err := pgconn.Parse(dsn, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestConsolesThatStartAtOnceOnAnEmptyDatabaseAllComeUp(t *testing.T) {
	dsn := modelstest.Empty(t)
	var consoles sync.WaitGroup
	for range 4 {
		store := models.Open(config(t, dsn))
		t.Cleanup(func() { store.Close() })
		consoles.Go(func() {
			if err := store.Migrate(t.Context()); err != nil {
				t.Error(err)
			}
			if err := store.Ready(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	consoles.Wait()
}

func TestAStoreIsNotReadyBeforeItsSchema(t *testing.T) {
	store := models.Open(config(t, modelstest.Empty(t)))
	defer store.Close()
	if err := store.Ready(t.Context()); err == nil {
		t.Error("an empty database is ready")
	}
}

func TestADatabaseThatIsAwayIsUnavailable(t *testing.T) {
	store := models.Open(config(t, "host="+t.TempDir()+" user=nobody dbname=nothing"))
	defer store.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for what, err := range map[string]error{
		"ready": store.Ready(ctx), "migrate": store.Migrate(ctx), "user": second(store.User(ctx, 1)),
	} {
		if !errors.Is(err, models.ErrUnavailable) {
			t.Errorf("%s: %v, want ErrUnavailable", what, err)
		}
	}
}

func TestAStatementThatTakesTooLongIsUnavailable(t *testing.T) {
	dsn := modelstest.Clone(t)
	c := config(t, dsn)
	c.Limits = pgconn.DefaultLimits
	c.Limits.Statement = 50 * time.Millisecond
	store := models.Open(c)
	defer store.Close()
	db := modelstest.DB(t, dsn)
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(t.Context(), "lock table users"); err != nil {
		t.Fatal(err)
	}
	if _, err := store.User(t.Context(), 1); !errors.Is(err, models.ErrUnavailable) {
		t.Errorf("%v, want ErrUnavailable", err)
	}
}
