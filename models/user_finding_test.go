package models_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"

	"roster/models"
)

// crowd is more people than a list gathers, with every field filled now and then.
func crowd(t *testing.T) directory {
	d := open(t)
	const people = `insert into users (id, username, email, mobile_number, first_name, last_name, gender, date_of_birth, language_code, user_type,
			is_active, is_staff, is_admin, is_anonymized, email_allowed, sms_allowed, call_allowed, email_verified,
			attributes, localized_attributes, last_login, created_at, updated_at, inviter_id)
		select i, 'user' || (i * 7919 % 12007), case when i % 5 > 0 then 'Mail' || (i * 31 % 12007) || '@example.com' end,
			case when i % 3 > 0 then '+1 555 ' || i end,
			(array['Ali', 'Mary', 'رضا', null])[1 + i % 4], case when i % 7 > 0 then 'L' || i % 50 end,
			(array['male', 'female', 'other', null])[1 + i % 4], case when i % 6 > 0 then date '1990-01-01' + i % 900 end,
			(array['fa', 'en', null])[1 + i % 3], case when i % 10 = 0 then 'guest' else 'registered' end,
			i % 9 > 0, i % 400 = 0, i % 3000 = 0, i % 1000 = 1, i % 2 = 0, i % 3 = 0, i % 4 = 0, i % 2 = 1,
			case when i % 2 = 0 then '{"client": "web", "n": 1}' when i % 1000 = 1 then '{"client": "pos"}' else '{}' end::jsonb,
			case when i % 8 = 0 then '{"fa": {"city": "تهران"}}' else '{}' end::jsonb,
			case when i % 4 > 0 then timestamptz '2026-01-01Z' + (i * 13 % 7001) * interval '97 minutes' end,
			timestamptz '2025-01-01Z' + (i / 3) * interval '71 minutes', timestamptz '2025-06-01Z' + (i * 17 % 12007) * interval '61 minutes 0.25 second',
			case when i > 10 then 1 + i % 10 end
		from generate_series($1::integer, $1 + 1999) i`
	for first := 1; first < 12000; first += 2000 {
		d.exec(people, first)
	}
	d.exec(`delete from users where id in (5000, 5001, 5002, 9000)`)
	d.exec(`update users set gender = 'non-binary', language_code = 'de', updated_at = '2026-11-01Z' where id % 600 = 7`)
	d.exec(`update users set username = 'user' where id = 6000`)
	d.exec(`insert into groups (id, name) values (1, 'All'), (2, 'Few'), (3, 'None')`)
	d.exec(`insert into user_groups (user_id, group_id) select id, 1 from users where id % 12 > 0 union all select id, 2 from users where id % 100 = 3`)
	d.exec(`insert into user_permissions (user_id, permission_id) select id, 1 + id % 3 from users where id % 50 = 0`)
	d.exec(`delete from user_groups where user_id = 103`)
	return d
}

// plain are conditions as anybody would write them, for parameters of the list.
var plain = map[string]string{
	"":                                "true",
	"attributes={\"client\":\"web\"}": `attributes @> '{"client": "web"}'`,
	"attributes={\"client\":\"pos\"}": `attributes @> '{"client": "pos"}'`,
	"attributes={\"a\":1e3}":          "false",
	"localized_attributes={\"fa\":{\"city\":\"تهران\"}}": `localized_attributes @> '{"fa": {"city": "تهران"}}'`,
	"call_allowed=true":                                                   "call_allowed",
	"date_joined=2025-01-01T01:11:00Z":                                    "created_at = '2025-01-01 01:11Z'",
	"date_joined=2025-01-01T04:41:00%2B03:30":                             "created_at = '2025-01-01 01:11Z'",
	"date_joined__date=2025-03-01":                                        "created_at >= '2025-03-01Z' and created_at < '2025-03-02Z'",
	"date_joined__date__gte=2025-03-01&date_joined__date__lte=2025-03-05": "created_at >= '2025-03-01Z' and created_at < '2025-03-06Z'",
	"date_of_birth=1991-05-02":                                            "date_of_birth = '1991-05-02'",
	"date_of_birth__isnull=true":                                          "date_of_birth is null",
	"email=Mail62@example.com":                                            "email = 'Mail62@example.com'",
	"email=mail62@example.com":                                            "false",
	"email__isnull=false":                                                 "email is not null",
	"email_allowed=False":                                                 "not email_allowed",
	"first_name=رضا":                                                      "first_name = 'رضا'",
	"first_name=ali":                                                      "false",
	"gender=female":                                                       "gender = 'female'",
	"gender=non-binary":                                                   "gender = 'non-binary'",
	"gender__isnull=1":                                                    "gender is null",
	"gender=male&is_active=0&email_allowed=1":                             "gender = 'male' and not is_active and email_allowed",
	"groups=1":                                 "exists (select from user_groups m where m.user_id = id and group_id = 1)",
	"groups=2":                                 "exists (select from user_groups m where m.user_id = id and group_id = 2)",
	"groups=2,3&groups=1":                      "exists (select from user_groups m where m.user_id = id and group_id in (1, 2, 3))",
	"groups=3":                                 "false",
	"groups=99":                                "false",
	"groups=2&is_active=true":                  "is_active and exists (select from user_groups m where m.user_id = id and group_id = 2)",
	"groups__isnull=true":                      "not exists (select from user_groups m where m.user_id = id)",
	"id=77":                                    "id = 77",
	"pk=77":                                    "id = 77",
	"id=99999999999999999999":                  "false",
	"id__lt=99999999999999999999":              "true",
	"id__gt=-99999999999999999999":             "true",
	"id__gt=99999999999999999999":              "false",
	"id__in=5,6,,7,5000":                       "id in (5, 6, 7)",
	"id__gt=100":                               "id > 100",
	"id__gte=4096":                             "id >= 4096",
	"id__lt=4097":                              "id < 4097",
	"id__lte=11990":                            "id <= 11990",
	"id__gt=10&id__lte=11000":                  "id > 10 and id <= 11000",
	"id__gt=4999&id__lt=5003":                  "false",
	"id__gt=9223372036854775807":               "false",
	"id__lt=-9223372036854775808":              "false",
	"id__gt=500&is_staff=1":                    "id > 500 and is_staff",
	"is_active=true":                           "is_active",
	"is_anonymized=true":                       "is_anonymized",
	"is_staff=true":                            "is_staff",
	"is_superuser=true":                        "is_admin",
	"inviter=4":                                "inviter_id = 4",
	"language_code=de":                         "language_code = 'de'",
	"last_login=2026-01-01T14:33:00Z":          "last_login = '2026-01-01 14:33Z'",
	"last_login__isnull=true":                  "last_login is null",
	"last_name=L7":                             "last_name = 'L7'",
	"modified_date__gt=2025-06-01T01:01:00.25": "updated_at > '2025-06-01 01:01:00.25Z'",
	"modified_date__gte=2026-01-05":            "updated_at >= '2026-01-05Z'",
	"modified_date__lt=2026-01-05T12:00:00Z":   "updated_at < '2026-01-05 12:00Z'",
	"modified_date__lte=2025-06-01T00:00:00Z":  "updated_at <= '2025-06-01Z'",
	"modified_date__gte=2025-06-03&modified_date__lt=2025-06-03": "false",
	"phone=%2B1 555 77":     "mobile_number = '+1 555 77'",
	"sms_allowed=yes":       "sms_allowed",
	"user_permissions=2":    "exists (select from user_permissions d where d.user_id = id and permission_id = 2)",
	"user_permissions=2,3":  "exists (select from user_permissions d where d.user_id = id and permission_id in (2, 3))",
	"user_type=guest":       "user_type = 'guest'",
	"username=user7919":     "username = 'user7919'",
	"q=user":                "true",
	"q=user1":               "search like '%user1%'",
	"q=User11":              "search like '%user11%'",
	"q=er12 ali":            "search like '%er12%' and search like '%ali%'",
	"q=us":                  "search like '% us%'",
	"q=+1 555 11":           "(search like '%+1%' or search like '% 1%') and search like '%555%' and search like '% 11%' or search like '%155511%'",
	"q=user&is_active=true": "is_active",
	"q=mail12 ali":          "search like '%mail12%' and search like '%ali%'",
	"q=رضا&is_active=true":  "search like '%رضا%' and is_active",
}

// orders are orders as anybody would write them, for the values of sort.
var orders = map[string]string{
	"": "id", "-id": "id desc", "pk": "id", "username": "lower(username), id", "-username": "lower(username) desc, id desc",
	"email": "lower(email), id", "-email": "lower(email) desc, id desc", "first_name": "first_name, id", "-first_name": "first_name desc, id desc",
	"-last_login": "last_login desc, id desc", "last_login": "last_login, id", "date_joined": "created_at, id", "-date_joined": "created_at desc, id desc",
	"modified_date": "updated_at, id", "-modified_date": "updated_at desc, id desc", "is_staff": "is_staff, id", "-is_superuser": "is_admin desc, id desc",
	"gender": "gender, id", "-gender": "gender desc, id desc", "-date_of_birth": "date_of_birth desc, id desc", "language_code,-last_login": "language_code, last_login desc, id desc",
	"-is_active,gender,username": "is_active desc, gender, lower(username), id",
}

// Whatever way a list takes to its rows and to their number, they are those of the plain question.
func TestListsAreWhatThePlainQuestionGives(t *testing.T) {
	for _, many := range []bool{false, true} {
		t.Run(fmt.Sprintf("sampled %v", many), func(t *testing.T) {
			t.Parallel()
			d := crowd(t)
			if many { // searches go the ways that they go among many
				if err := d.Sample(t.Context()); err != nil {
					t.Fatal(err)
				}
				d.ManyAre(5_000)
			}
			d.listsAreWhatThePlainQuestionGives()
		})
	}
}

func (d directory) listsAreWhatThePlainQuestionGives() {
	t := d.t
	dice := rand.New(rand.NewPCG(1, 2))
	sorts := slices.Sorted(maps.Keys(orders))
	for _, params := range slices.Sorted(maps.Keys(plain)) {
		values, err := url.ParseQuery(params)
		if err != nil {
			t.Fatal(err)
		}
		filters, faults := models.UserFilters(values)
		if faults != nil {
			t.Fatalf("%s: %v", params, faults)
		}
		asked := sorts
		if params != "" {
			asked = []string{"", sorts[dice.IntN(len(sorts))], sorts[dice.IntN(len(sorts))]}
		}
		for _, sort := range asked {
			var all []int64
			order := orders[sort]
			if sort == "" { // who is named exactly comes first
				order = fmt.Sprintf("username = lower('%s') desc, id", values.Get("q"))
			}
			rows, err := d.db.Query(fmt.Sprintf("select id from users where %s order by %s", plain[params], order))
			if err != nil {
				t.Fatalf("%s: %v", params, err)
			}
			for rows.Next() {
				var id int64
				rows.Scan(&id)
				all = append(all, id)
			}
			q := models.UserQuery{Search: values.Get("q"), Filters: filters, Limit: 7, Exact: true}
			if sort != "" {
				q.Sort = strings.Split(sort, ",")
			}
			d.leafsThrough(params+" by "+sort, q, all, dice)
		}
	}
}

// leafsThrough asks for pages by number, and goes on and back from them by place.
func (d directory) leafsThrough(what string, q models.UserQuery, all []int64, dice *rand.Rand) {
	d.t.Helper()
	pages := max(1, (len(all)+q.Limit-1)/q.Limit)
	for _, number := range []int{1, pages, 1 + dice.IntN(pages), 1 + dice.IntN(pages), max(1, pages-1)} {
		q.Page = number
		p := d.page(what, q, all)
		if number < pages && p.Last != "" {
			on := q
			on.Page, on.After, on.Exact = number+1, p.Last, dice.IntN(2) == 0
			d.page(what+" after", on, all)
		}
		if number > 1 && p.First != "" {
			back := q
			back.Page, back.Before = number-1, p.First
			d.page(what+" before", back, all)
		}
	}
}

// page asks for a page and compares it with its stretch of all.
func (d directory) page(what string, q models.UserQuery, all []int64) models.UserPage {
	d.t.Helper()
	p, err := d.Users(d.t.Context(), q)
	if err != nil {
		d.t.Fatalf("page %d of %s: %v", q.Page, what, err)
	}
	from := min(len(all), (q.Page-1)*q.Limit)
	want := all[from:min(len(all), from+q.Limit)]
	var got []int64
	for _, u := range p.Users {
		got = append(got, u.ID)
	}
	if !slices.Equal(got, want) {
		d.t.Errorf("page %d of %s is %v, want %v", q.Page, what, got, want)
	}
	total := int64(len(all))
	if p.AtLeast {
		total = min(total, models.CountedTo)
	}
	if p.Total != total || p.AtLeast && (q.Exact || len(all) <= models.CountedTo) {
		d.t.Errorf("%s: found %d (or more: %v), want %d", what, p.Total, p.AtLeast, len(all))
	}
	if more := from+q.Limit < len(all); p.More != more {
		d.t.Errorf("page %d of %s: more is %v, want %v", q.Page, what, p.More, more)
	}
	return p
}
