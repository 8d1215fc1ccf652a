package demo_test

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

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

// schema is everything that a load takes off the tables or could: indexes, constraints and triggers.
const schema = `select string_agg(line, e'\n' order by line) from (
	select pg_get_indexdef(indexrelid) || ' ' || indisvalid || indisready as line from pg_index
		where indrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)
	union all
	select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated || condeferrable
		from pg_constraint where connamespace = 'public'::regnamespace
	union all
	select pg_get_triggerdef(oid) || ' ' || tgenabled::text from pg_trigger where not tgisinternal
	union all
	select tgrelid::regclass || ' ' || tgfoid::regproc || ' ' || tgenabled::text from pg_trigger where tgisinternal) all_of_it`

func TestLoadKeepsWhatTheDirectoryPromises(t *testing.T) {
	store, dsn := modelstest.OpenDSN(t)
	db := modelstest.DB(t, dsn)
	before := ask[string](t, db, schema)
	if got := load(t, store, people, 7); !got.Loaded || got.People != people {
		t.Errorf("loaded %+v", got)
	}
	if after := ask[string](t, db, schema); after != before {
		t.Errorf("the schema is another one than before.\nBefore:\n%s\nAfter:\n%s", before, after)
	}
	for what, query := range map[string]string{
		"people": `select count(*) = 3000 from users`,
		"counters equal a recount": `select not exists (
			select from users u left join (select inviter_id, count(*) from users group by 1) i on i.inviter_id = u.id
			where invitees_count(u.id) <> coalesce(i.count, 0))`,
		"nobody stands above themself": `select not exists (select from users where inviter_id >= id)`,
		"inviters came first":          `select not exists (select from users u join users i on i.id = u.inviter_id where u.created_at < i.created_at)`,
		"nothing is in the future": `select greatest(max(last_login), max(created_at), max(updated_at)) <= '2026-11-01'
			and (select max(granted_at) <= '2026-11-01' from user_groups)
			and (select max(granted_at) <= '2026-11-01' from user_permissions) from users`,
		"changes follow creation": `select bool_and(updated_at >= created_at and coalesce(last_login >= created_at, true)) from users where id <> 2`,
		"grants follow arrival":   `select not exists (select from user_groups m join users u on u.id = m.user_id where u.id >= 100 and m.granted_at < u.created_at)`,
		"staff grant": `select not exists (select from user_groups m join users u on u.id = m.granted_by where not u.is_staff)
			and not exists (select from user_permissions m join users u on u.id = m.granted_by where not u.is_admin)`,
		"the next ids are free": `select nextval(pg_get_serial_sequence('users', 'id')) = (select max(id) + 1 from users)
			and nextval(pg_get_serial_sequence('groups', 'id')) = (select max(id) + 1 from groups)
			and nextval(pg_get_serial_sequence('permissions', 'id')) = (select max(id) + 1 from permissions)`,
		"permissions":             `select count(*) = 300 and max(id) = 300 from permissions`,
		"nobody has a password":   `select not exists (select from users where password_hash is not null)`,
		"planner knows the table": `select reltuples between 2900 and 3100 from pg_class where oid = 'users'::regclass`,
	} {
		if !ask[bool](t, db, query) {
			t.Errorf("does not hold: %s", what)
		}
	}
	modelstest.Exec(t, dsn, "insert into users (username, inviter_id) values ('later', 3)")
	if n := ask[int](t, db, "select invitees_count(3)"); n != 1 {
		t.Errorf("Eve invited one person since, and is said to have invited %d", n)
	}
	if _, err := db.Exec("update users set inviter_id = 3 where id = 1"); err == nil {
		t.Error("a ring of invitations was accepted after the load")
	}
	if _, err := db.Exec("insert into users (username, inviter_id) values ('c', 99)"); err == nil {
		t.Error("an inviter who is nobody was accepted after the load")
	}
}

func TestPeopleArePlausible(t *testing.T) {
	store, dsn := modelstest.OpenDSN(t)
	db := modelstest.DB(t, dsn)
	load(t, store, people, 1)
	for what, row := range map[string]struct {
		query    string
		min, max float64
	}{
		"active":                {`select avg(is_active::int) from users`, .91, .95},
		"verified":              {`select avg(email_verified::int) from users`, .63, .73},
		"completed":             {`select avg(profile_completed::int) from users`, .73, .83},
		"guests":                {`select avg((user_type = 'guest')::int) from users`, .035, .065},
		"staff":                 {`select count(*) from users where is_staff`, 14, 45},
		"admins":                {`select count(*) from users where is_admin`, 5, 5},
		"never signed in":       {`select avg((last_login is null)::int) from users`, .08, .16},
		"invite codes":          {`select avg((invite_code is not null)::int) from users`, .15, .23},
		"Persian names":         {`select count(*) filter (where first_name ~ '[آ-ی]') / 3000.0 from users`, .56, .64},
		"with a joiner":         {`select count(*) from users where last_name like U&'%\200C%'`, 100, 900},
		"with Arabic letters":   {`select count(*) from users where first_name ~ '[يك]'`, 10, 100},
		"Iranian mobiles":       {`select count(*) filter (where mobile_number ~ '^09[0-9]{9}$') / 3000.0 from users`, .75, .85},
		"other mobiles":         {`select count(*) filter (where mobile_number like '+%') / 3000.0 from users`, .05, .11},
		"without a mobile":      {`select avg((mobile_number is null)::int) from users`, .08, .16},
		"without an e-mail":     {`select avg((email is null)::int) from users`, .07, .13},
		"in a group":            {`select count(distinct user_id)::float / 3000 from user_groups`, .56, .64},
		"groups each":           {`select count(*)::float / count(distinct user_id) from user_groups`, 2.7, 3.3},
		"largest group":         {`select max(n) / avg(n) from (select count(*) n from user_groups group by group_id) s`, 4, 100},
		"direct grants":         {`select count(distinct user_id)::float / 3000 from user_permissions`, .01, .05},
		"groups":                {`select count(*) from groups`, 70, 70},
		"levels of groups":      {`with recursive g(id, n) as (select id, 1 from groups where parent_id is null union all select c.id, n + 1 from groups c join g on g.id = c.parent_id) select max(n) from g`, 3, 3},
		"groups that grant":     {`select count(distinct group_id) from group_permissions`, 70, 70},
		"names found":           {`select count(*) from users where search like search_pattern('حسيني')`, 20, 400},
		"addresses of nobody":   {`select count(*) from users where id >= 100 and email !~ '(example|example\.(com|net|org))$'`, 0, 0},
		"born before they came": {`select count(*) from users where date_of_birth > created_at - interval '15 years'`, 0, 0},
	} {
		if got := ask[float64](t, db, row.query); got < row.min || got > row.max {
			t.Errorf("%s: %v, want %v to %v", what, got, row.min, row.max)
		}
	}
}

func TestForestHasAHubAndAChain(t *testing.T) {
	store, dsn := modelstest.OpenDSN(t)
	db := modelstest.DB(t, dsn)
	load(t, store, people, 3)
	for what, row := range map[string]struct {
		query    string
		min, max int
	}{
		"most invitees":  {`select max(invitees_count(id)) from users`, people / 25, people / 25},
		"second most":    {`select invitees_count(id) from users order by 1 desc offset 1 limit 1`, 10, people / 25 / 2},
		"longest chain":  {`with recursive t(id, n) as (select id, 0 from users where inviter_id is null union all select u.id, n + 1 from users u join t on t.id = u.inviter_id) select max(n) from t`, people / 100, people / 100},
		"roots":          {`select count(*) from users where inviter_id is null`, 60, 125},
		"invite nobody":  {`select count(*) from users where invitees_count(id) = 0`, people * 6 / 10, people * 9 / 10},
		"Keegan invited": {`select invitees_count(1)`, 10, 10},
	} {
		if got := ask[int](t, db, row.query); got < row.min || got > row.max {
			t.Errorf("%s: %d, want %d to %d", what, got, row.min, row.max)
		}
	}
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
		if n := ask[int](t, modelstest.DB(t, dsn), "select (select count(*) from users) + (select count(*) from groups) + (select count(*) from permissions)"); n != 1 {
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

func TestPeopleOfTheDocuments(t *testing.T) {
	store := modelstest.Open(t)
	load(t, store, people, 7)
	user := func(id int64) *models.User {
		t.Helper()
		u, err := store.User(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	is := func(what string, got, want any) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	moment := func(text string) time.Time {
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}

	u := user(2) // 001
	is("username", u.Username, "moratti120")
	is("mobile", u.MobileNumber, "09150207212")
	is("e-mail", u.Email, "masimo@intermilan.com")
	is("verified", u.EmailVerified, false)
	is("avatar", u.Avatar, "")
	is("full name", u.FullName(), "masimo moratti")
	is("gender", u.Gender, "male")
	is("invited by", *u.Inviter, models.Person{ID: 1, Username: "keegan2255", FirstName: "kevin", LastName: "keegan", IsActive: true})
	is("invite code", u.InviteCode, "")
	is("invitees", u.InviteesCount, int64(1))
	is("active, staff, admin, online, completed", [5]bool{u.IsActive, u.IsStaff, u.IsAdmin, u.IsOnline, u.ProfileCompleted}, [5]bool{true, true, false, false, true})
	is("last login", u.LastLogin.UTC(), moment("2026-02-21T07:20:25.338627Z"))
	is("created", u.CreatedAt.UTC(), moment("2026-02-21T07:20:25.859632Z"))
	is("updated", u.UpdatedAt.UTC(), moment("2026-02-21T07:37:56.219930Z"))
	is("number of invitees", len(u.Invitees), 1)
	is("invitee", u.Invitees[0], models.Person{ID: 3, Username: "Eve68", FirstName: "پارسا", LastName: "حسینینژاد", IsActive: true})
	is("number of groups", len(u.Groups), 1)
	is("group", u.Groups[0].Name, "Inter")
	is("number of permissions", len(u.Permissions), 1)
	is("permission", u.Permissions[0], models.Permission{ID: 1, Code: 1001, Name: "general_settings_read"})
	rights, err := store.Rights(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	is("rights", len(rights), 2)
	is("right through Inter", rights[1].Code, models.ReadUsers)

	is("Eve works here", user(3).IsColleague(), false)
	is("Keegan", user(1).IsAdmin, true)

	u = user(42) // 000
	is("username", u.Username, "michael_chen")
	is("avatar", u.Avatar, "http://www.example.com/media/avatars/michael.jpg")
	is("last login", u.LastLogin.IsZero(), true)
	is("updated", u.UpdatedAt.UTC(), moment("2023-01-01T12:00:00Z"))
	is("number of groups", len(u.Groups), 2)
	is("groups", u.Groups[0].Name+u.Groups[1].Name, "AdminsEditors")
	is("id of Editors", u.Groups[1].ID, int64(3))

	u = user(43) // 004
	is("username", u.Username, "alex_thompson")
	is("gender", u.Gender, "non-binary")
	is("number of groups", len(u.Groups), 3)
	is("groups", [3]int64{u.Groups[0].ID, u.Groups[1].ID, u.Groups[2].ID}, [3]int64{1, 3, 7})

	if u, err = store.UserByName(t.Context(), "admin"); err != nil { // 003
		t.Fatal(err)
	}
	is("AWX admin", u.IsAdmin, true)
	is("created", u.CreatedAt.UTC(), moment("2018-02-01T08:00:00Z"))
}
