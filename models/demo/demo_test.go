package demo_test

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"
	"testing"

	"roster/models"
	"roster/models/demo"
	"roster/models/modelstest"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

const people = 3000

func load(t *testing.T, store *models.Store, n int, seed uint64) demo.Result {
	t.Helper()
	result, err := demo.Load(t.Context(), store, demo.Options{People: n, Seed: seed})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// ask reads one value.
func ask[T any](t *testing.T, db *sql.DB, query string) (v T) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), query).Scan(&v); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return v
}

func TestSameSeedSamePeople(t *testing.T) {
	// Of everything but when and by which connection it was loaded.
	const sum = `select md5(string_agg(line, '' order by line)) from (
		select u::text as line from users u
		union all select m::text from user_groups m
		union all select p::text from user_permissions p
		union all select p::text from group_permissions p
		union all select p::text from permissions p
		union all select g::text from groups g) all_of_it`
	sums := make([]string, 3)
	for i, seed := range []uint64{7, 7, 8} {
		store, dsn := modelstest.OpenDSN(t)
		load(t, store, people, seed)
		sums[i] = ask[string](t, modelstest.DB(t, dsn), sum)
	}
	if sums[0] != sums[1] {
		t.Error("the same seed gave other people")
	}
	if sums[0] == sums[2] {
		t.Error("another seed gave the same people")
	}
}

func TestLoadingTwiceChangesNothing(t *testing.T) {
	store, dsn := modelstest.OpenDSN(t)
	db := modelstest.DB(t, dsn)
	load(t, store, people, 7)
	modelstest.Exec(t, dsn, "insert into users (username) values ('later')")
	if got, want := load(t, store, people, 7), (demo.Result{People: people + 1}); got != want {
		t.Errorf("the second load: %+v, want %+v", got, want)
	}
	if n := ask[int](t, db, "select count(*) from audit_entries where action = 'demo_loaded'"); n != 1 {
		t.Errorf("%d loads are noted", n)
	}
	for _, o := range []demo.Options{{People: people, Seed: 8}, {People: people + 1, Seed: 7}} {
		_, err := demo.Load(t.Context(), store, o)
		if other, ok := errors.AsType[*demo.OtherError](err); !ok || other.People != people || other.Seed != 7 {
			t.Errorf("another demo over this one: %v", err)
		} else if !strings.Contains(err.Error(), "--people 3000 --seed 7") {
			t.Errorf("the error does not say what to do: %v", err)
		}
	}
}

func TestDemosAtOnceLoadOne(t *testing.T) {
	store := modelstest.Open(t)
	var results [3]demo.Result
	var wait sync.WaitGroup
	for i := range results {
		wait.Go(func() {
			var err error
			if results[i], err = demo.Load(t.Context(), store, demo.Options{People: people, Seed: 7}); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	loaded := 0
	for _, r := range results {
		if r.Loaded {
			loaded++
		}
		if r.People != people {
			t.Errorf("%+v", r)
		}
	}
	if loaded != 1 {
		t.Errorf("%d of three loaded", loaded)
	}
}

func TestForeignPeopleStay(t *testing.T) {
	for _, query := range []string{
		"insert into users (username) values ('somebody')",
		"insert into groups (name) values ('something')",
		"insert into permissions (code, name) values (1, 'something')",
	} {
		store, dsn := modelstest.OpenDSN(t)
		modelstest.Exec(t, dsn, query)
		if _, err := demo.Load(t.Context(), store, demo.Options{People: people}); !errors.Is(err, demo.ErrForeign) {
			t.Errorf("after %q: %v", query, err)
		}
		if n := ask[int](t, modelstest.DB(t, dsn), "select (select count(*) from users) + (select count(*) from groups) + (select count(*) from permissions where id > 12)"); n != 1 {
			t.Errorf("after %q: %d rows", query, n)
		}
	}
}

func TestInterruptedLoadLeavesNothing(t *testing.T) {
	store, dsn := modelstest.OpenDSN(t)
	db := modelstest.DB(t, dsn)
	before := ask[string](t, db, schema)
	for _, at := range []string{"users", "user_groups", "indexes", "references"} {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := demo.Load(ctx, store, demo.Options{People: people, Progress: func(step string, done, total int) {
			if step == at {
				cancel()
			}
		}})
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("interrupted at %s: %v", at, err)
		}
	}
	if ask[bool](t, db, "select exists (select from users) or exists (select from audit_entries)") {
		t.Error("something was left")
	}
	if ask[string](t, db, schema) != before {
		t.Error("the schema is another one than before")
	}
	load(t, store, people, 0)
}

func TestProgressReachesItsEnd(t *testing.T) {
	type state struct{ done, total int }
	last := map[string]state{}
	_, err := demo.Load(t.Context(), modelstest.Open(t), demo.Options{People: people, Progress: func(step string, done, total int) {
		if done < last[step].done || done > total {
			t.Errorf("%s: %d of %d after %d", step, done, total, last[step].done)
		}
		last[step] = state{done, total}
	}})
	if err != nil {
		t.Fatal(err)
	}
	for step, s := range last {
		if s.done != s.total {
			t.Errorf("%s ends at %d of %d", step, s.done, s.total)
		}
	}
	if last["users"].done != people {
		t.Errorf("people: %+v", last["users"])
	}
}

func TestFewPeople(t *testing.T) {
	for _, n := range []int{0, 6, 7, 14, 16, 17, 30, 99, 130} {
		store := modelstest.Open(t)
		if got := load(t, store, n, uint64(n)); got.People != max(n, 6) || !got.Loaded {
			t.Errorf("%d people: %+v", n, got)
		}
		if got := load(t, store, n, uint64(n)); got.Loaded {
			t.Errorf("%d people twice: %+v", n, got)
		}
	}
}
