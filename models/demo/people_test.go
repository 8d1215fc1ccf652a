package demo_test

import (
	"testing"

	"roster/models/modelstest"
)

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
