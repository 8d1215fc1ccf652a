package models_test

import (
	"context"
	"errors"
	"strings"
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

// Where I is not the capital of i, people still have one name each.
func TestNamesAreUniqueInATurkishDatabase(t *testing.T) {
	if modelstest.Version(t) < 15 {
		t.Skip("Postgres 14 has no databases of an ICU language")
	}
	dsn := modelstest.Empty(t, "template template0 encoding utf8 locale_provider icu icu_locale 'tr-TR' locale 'C.UTF-8'")
	store := models.Open(config(t, dsn))
	defer store.Close()
	if err := store.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	id, err := store.CreateStaff(t.Context(), "IBRAHIM", password, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.CreateStaff(t.Context(), "ibrahim", password, false); !isInvalid(err, "username") {
		t.Errorf("ibrahim beside IBRAHIM: %v", err)
	}
	if got, err := store.SignIn(t.Context(), "Ibrahim", password); err != nil || got != id {
		t.Errorf("Ibrahim signs in as %d, %v", got, err)
	}
	if got, err := store.IDOf(t.Context(), "iBRAHIM"); err != nil || got != id {
		t.Errorf("iBRAHIM is %d, %v", got, err)
	}
}

func TestADatabaseThatCannotHoldADirectorySaysWhatToDo(t *testing.T) {
	for what, row := range map[string][2]string{
		"another encoding": {modelstest.Empty(t, "template template0 encoding 'SQL_ASCII' locale 'C'"), "encoding is SQL_ASCII"},
		"no rights":        {withoutRights(t), "may not create tables"},
		"no extension":     {withoutExtensions(t), "pg_trgm, btree_gin is missing"},
		"one extension":    {withoutExtensions(t, "pg_trgm"), "extensions btree_gin is missing"},
		"no grants":        {withoutGrants(t), "grant select, insert, update, delete"},
	} {
		store := models.Open(config(t, row[0]))
		defer store.Close()
		if err := store.Migrate(t.Context()); err == nil || !strings.Contains(err.Error(), row[1]) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// withoutRights is an empty database as a role sees it that may create nothing there.
func withoutRights(t *testing.T) string {
	dsn := modelstest.Empty(t)
	modelstest.Exec(t, dsn, "do $$ begin if not exists (select from pg_roles where rolname = 'guest') then create role guest; end if; end $$; revoke create on schema public from public")
	return dsn + " options='-c role=guest'"
}

// withoutExtensions is a database, empty but for some extensions, as a role sees it that may create tables, and no more
// extensions.
func withoutExtensions(t *testing.T, but ...string) string {
	dsn := withoutRights(t)
	owner, _, _ := strings.Cut(dsn, " options=")
	modelstest.Exec(t, owner, "grant create on schema public to guest")
	for _, name := range but {
		modelstest.Exec(t, owner, "create extension "+name)
	}
	return dsn
}

// withoutGrants is a migrated database as a role sees it that may use nothing in it.
func withoutGrants(t *testing.T) string {
	dsn := modelstest.Clone(t)
	modelstest.Exec(t, dsn, "do $$ begin if not exists (select from pg_roles where rolname = 'guest') then create role guest; end if; end $$")
	return dsn + " options='-c role=guest'"
}

func TestALockThatIsNotHadIsUnavailable(t *testing.T) {
	dsn := modelstest.Clone(t)
	c := config(t, dsn)
	c.Limits.Lock = 50 * time.Millisecond
	store := models.Open(c)
	defer store.Close()
	tx, err := modelstest.DB(t, dsn).BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(t.Context(), "lock table users, login_attempts"); err != nil {
		t.Fatal(err)
	}
	if _, err := store.User(t.Context(), 1); !errors.Is(err, models.ErrUnavailable) {
		t.Errorf("a user: %v, want ErrUnavailable", err)
	}
	if _, err := store.SignIn(t.Context(), "x", "y"); !errors.Is(err, models.ErrUnavailable) {
		t.Errorf("a sign-in: %v, want ErrUnavailable", err)
	}
}
