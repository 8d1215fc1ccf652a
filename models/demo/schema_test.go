package demo_test

import (
	"testing"

	"roster/models/modelstest"
)

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
