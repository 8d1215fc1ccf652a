package models_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
)

// kept compares the numbers that triggers keep with a count of everything: it gives what differs.
const kept = `
	with kept as (
		select 'kind ' || (to_jsonb(k) - 'slot' - 'count')::text as what, sum(count) as n from user_kinds k group by 1
		union all select 'mark ' || field || ' ' || stretch, sum(count) from user_marks where field <> 'changes' group by 1
	), counted as (
		select 'kind ' || jsonb_build_object('call_allowed', call_allowed, 'email_allowed', email_allowed, 'email_verified', email_verified,
			'gender', gender, 'is_active', is_active, 'is_admin', is_admin, 'is_anonymized', is_anonymized, 'is_auditor', is_auditor,
			'is_staff', is_staff, 'language_code', language_code, 'profile_completed', profile_completed, 'sms_allowed', sms_allowed,
			'user_type', user_type)::text as what, count(*) as n from users group by 1
		union all select 'mark id ' || id / 4096, count(*) from users group by 1
		union all select 'mark created_at ' || floor(extract(epoch from created_at) / 86400), count(*) from users group by 1
		union all select 'mark updated_at ' || floor(extract(epoch from updated_at) / 86400), count(*) from users group by 1
		union all select 'mark user_groups ' || group_id, count(*) from user_groups group by 1
		union all select 'mark user_permissions ' || permission_id, count(*) from user_permissions group by 1
	)
	select count(*) from kept full join counted using (what) where coalesce(kept.n, 0) <> coalesce(counted.n, 0)`

// Whatever many writers do at once, the kept numbers are those of a count.
func TestKeptNumbersAreThoseOfACount(t *testing.T) {
	d := open(t)
	d.exec(`insert into groups (id, name) select i, 'g' || i from generate_series(1, 5) i`)
	d.exec(`insert into users (id, username, created_at) select i, 'first' || i, timestamptz '2020-01-01Z' + i * interval '5 hours' from generate_series(1, 400) i`)
	changes := d.number(`select sum(count) from user_marks where field = 'changes'`)
	var writers sync.WaitGroup
	for w := range 6 {
		writers.Add(1)
		go func() {
			defer writers.Done()
			dice := rand.New(rand.NewPCG(uint64(w), 7))
			for i := range 40 {
				d.write(dice, w, i)
			}
		}()
	}
	writers.Wait()
	if n := d.number(kept); n > 0 {
		t.Errorf("%d kept numbers differ from a count", n)
	}
	if n := d.number(`select sum(count) from user_marks where field = 'changes'`); n <= changes {
		t.Errorf("the number of changes went from %d to %d", changes, n)
	}
	people := d.number(`select count(*) from users`)
	d.exec(`delete from user_kinds`)
	d.exec(`update user_marks set count = count + 1`)
	if n := d.number(kept); n == 0 {
		t.Error("the comparison finds nothing wrong with wrong numbers")
	}
	d.exec(`select recount_users()`)
	if n := d.number(kept); n > 0 || people < 100 {
		t.Errorf("after a recount of %d people %d numbers are wrong", people, n)
	}
	d.exec(`truncate users cascade`)
	if n := d.number(kept) + d.number(`select coalesce(sum(count), 0) from user_kinds`); n > 0 {
		t.Errorf("after truncate %d numbers are wrong", n)
	}
}

// write makes one change by chance. Two writers may meet, and one of them be turned away; it made no change then.
func (d directory) write(dice *rand.Rand, writer, i int) {
	id := 1 + dice.IntN(400)
	flag := []string{"is_active", "is_staff", "is_auditor", "email_verified", "sms_allowed", "profile_completed"}[dice.IntN(6)]
	queries := []string{
		fmt.Sprintf("insert into users (username, gender, language_code) select 'w%d.%d.' || n, (array['male', null])[1 + n %% 2], 'fa' from generate_series(1, 5) n", writer, i),
		fmt.Sprintf("update users set %s = not %[1]s, updated_at = created_at + interval '%d days' where id between %d and %[3]d + 3", flag, dice.IntN(9), id),
		fmt.Sprintf("update users set gender = null, last_login = now() where id = %d", id),
		fmt.Sprintf("update users set last_name = 'X' where id = %d", id),
		fmt.Sprintf("delete from users where id = %d", id),
		fmt.Sprintf("insert into user_groups (user_id, group_id) select id, %d from users where id %% 7 = %d on conflict do nothing", 1+dice.IntN(5), dice.IntN(7)),
		fmt.Sprintf("update user_groups set group_id = 5 where user_id = %d and group_id = 1 and not exists (select from user_groups o where o.user_id = %[1]d and o.group_id = 5)", id),
		fmt.Sprintf("delete from user_groups where user_id between %d and %[1]d + 20", id),
		fmt.Sprintf("insert into user_permissions (user_id, permission_id) select id, %d from users where id %% 50 = %d on conflict do nothing", 1+dice.IntN(3), dice.IntN(50)),
		fmt.Sprintf("delete from groups where id = %d", 6+dice.IntN(3)),
	}
	tx, err := d.db.Begin()
	if err != nil {
		d.t.Error(err)
		return
	}
	for range 1 + dice.IntN(3) {
		if _, err := tx.Exec(queries[dice.IntN(len(queries))]); err != nil {
			break
		}
	}
	if dice.IntN(5) == 0 {
		tx.Rollback()
		return
	}
	tx.Commit()
}
