package models_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"roster/models"
	"roster/models/demo"
)

// mostRows is how many rows of the table of people, or of one of its indexes, a list may go through for a first page:
// CountedTo to count them, those it passes on the way, and those it gathers.
const mostRows = 80_000

// Lists stay on their ways through a million people: for every documented filter, with and without an order, and for
// searches of every kind. What is asserted are rows, and not time.
func TestPlansAtAMillion(t *testing.T) {
	if testing.Short() {
		t.Skip("loads a million people")
	}
	t.Parallel()
	d := open(t)
	if _, err := demo.Load(t.Context(), d.Store, demo.Options{People: 1_000_000, Seed: 1}); err != nil {
		t.Fatal(err)
	}
	d.exec("vacuum users") // as Postgres does by itself in a while
	if err := d.Sample(t.Context()); err != nil {
		t.Fatal(err)
	}
	var asked []question
	ctx := models.Overheard(t.Context(), func(query string, args []any) { asked = append(asked, question{query, args}) })
	value := func(column, where string) string {
		var text string
		if err := d.db.QueryRow(fmt.Sprintf("select %s from users where %s order by id limit 1", column, where)).Scan(&text); err != nil {
			t.Fatal(err)
		}
		return text
	}
	const someone = "id > 654321 and email is not null and mobile_number is not null and last_login is not null and date_of_birth is not null and first_name is not null"
	moment := func(column string) string {
		return value("to_char("+column+` at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`, someone)
	}
	filters := map[string]string{
		"attributes": value("attributes", someone+" and attributes <> '{}'"), "attributes_kwargs": `{"city":"Qom"}`,
		"localized_attributes": `{"fa":{"city":"تهران"}}`, "localized_attributes_kwargs": `{"x":1}`,
		"call_allowed": "true", "date_joined": moment("created_at"), "date_of_birth": value("date_of_birth::text", someone),
		"email": value("email", someone), "email_allowed": "false", "first_name": value("first_name", someone), "gender": "non-binary",
		"groups": "20", "id": "654321", "id__gt": "654321", "id__gte": "999000", "id__lt": "1000", "id__lte": "654321",
		"is_active": "false", "is_anonymized": "true", "is_staff": "true", "is_superuser": "true", "language_code": "fr",
		"last_login": moment("last_login"), "last_name": value("last_name", someone+" and last_name is not null"),
		"modified_date": moment("updated_at"), "modified_date__gt": "2026-10-01", "modified_date__gte": "2024-01-01T07:00:00Z",
		"modified_date__lt": "2020-06-01", "modified_date__lte": "2022-01-01T12:00:00Z", "phone": value("mobile_number", someone),
		"sms_allowed": "true", "user_permissions": "8", "user_type": "guest", "username": value("username", someone),
	}
	for name := range documented(t) {
		if filters[name] == "" && name != "password" {
			t.Errorf("no value for the documented filter %s", name)
		}
	}
	var lists []string
	for name, text := range filters {
		for _, sort := range []string{"", "-id", "username", "-last_login", "date_of_birth"} {
			lists = append(lists, url.Values{name: {text}, "sort": {sort}}.Encode())
		}
	}
	for _, f := range models.UserFields {
		if f.CanSort() {
			lists = append(lists, "sort="+f.Name, "sort=-"+f.Name)
		}
	}
	for _, typed := range []string{"reza", "example", "zzqx", "محمد", "al", "0915 020 7212", "۰۹۱۵", value("username", someone), "654321", "ali rez"} {
		lists = append(lists, url.Values{"q": {typed}}.Encode())
	}
	for _, list := range lists {
		params, err := url.ParseQuery(list)
		if err != nil {
			t.Fatal(err)
		}
		filters, faults := models.UserFilters(params)
		q := models.UserQuery{Search: params.Get("q"), Filters: filters, Page: 1, Limit: 20, Exact: params.Get("q") == ""}
		if sort := params.Get("sort"); sort != "" {
			q.Sort = []string{sort}
		}
		asked = nil
		page, err := d.Users(ctx, q)
		if err != nil || faults != nil || len(asked) == 0 && page.Total > 0 {
			t.Errorf("%s: %v %v, %d statements", list, err, faults, len(asked))
		}
		for i, query := range asked {
			most, scan := d.goneThrough(query)
			// What most people are found by is read as it stands, and not for long. An exact count may be of many.
			if scan || most > mostRows && (i > 0 || q.Search != "") {
				t.Errorf("%s goes through %d rows of people (a scan of the table: %v):\n%s", list, most, scan, query.query)
			}
		}
	}
	for _, page := range []int{15_000, 49_000, models.LastPage} {
		for _, sort := range []string{"id", "-date_joined", "modified_date"} {
			asked = nil
			if _, err := d.Users(ctx, models.UserQuery{Sort: []string{sort}, Page: page, Limit: 20, Exact: true}); err != nil {
				t.Fatal(err)
			}
			query := asked[len(asked)-1]
			if most, scan := d.goneThrough(query); most > 12_000 || scan {
				t.Errorf("page %d by %s goes through %d rows (a scan of the table: %v):\n%s", page, sort, most, scan, query.query)
			}
		}
	}
}

// documented are the filters of document 002.
func documented(t *testing.T) map[string]bool {
	names := map[string]bool{}
	for _, name := range strings.Fields(`attributes attributes_kwargs call_allowed date_joined date_of_birth email email_allowed first_name gender
		groups id id__gt id__gte id__lt id__lte is_active is_anonymized is_staff is_superuser language_code last_login last_name
		localized_attributes localized_attributes_kwargs modified_date modified_date__gt modified_date__gte modified_date__lt
		modified_date__lte password phone sms_allowed user_permissions user_type username`) {
		names[name] = true
	}
	return names
}

// question is a query that a store asked, and its arguments where it stays prepared.
type question struct {
	query string
	args  []any
}

// plan is a node of what EXPLAIN tells.
type plan struct {
	Type    string  `json:"Node Type"`
	Table   string  `json:"Relation Name"`
	Rows    float64 `json:"Actual Rows"`
	Removed float64 `json:"Rows Removed by Filter"`
	Recheck float64 `json:"Rows Removed by Index Recheck"`
	Loops   float64 `json:"Actual Loops"`
	Plans   []plan
}

// goneThrough runs a query and says how many rows of people the greediest of its nodes went through, and whether any of
// them began to scan the whole table. What stays prepared has the plan that serves all values.
func (d directory) goneThrough(q question) (most int64, scan bool) {
	d.t.Helper()
	conn, err := d.db.Conn(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	defer conn.Close()
	ask := q.query
	if q.args != nil {
		var values []string
		for _, arg := range q.args {
			values = append(values, "'"+strings.ReplaceAll(fmt.Sprint(arg), "'", "''")+"'")
		}
		ask = "execute asked (" + strings.Join(values, ", ") + ")"
		for _, query := range []string{"set plan_cache_mode = force_generic_plan", "prepare asked as " + q.query} {
			if _, err := conn.ExecContext(d.t.Context(), query); err != nil {
				d.t.Fatalf("%s: %v", query, err)
			}
		}
		defer conn.ExecContext(d.t.Context(), "deallocate asked")
	}
	var text []byte
	if err := conn.QueryRowContext(d.t.Context(), "explain (analyze, timing off, format json) "+ask).Scan(&text); err != nil {
		d.t.Fatalf("%s: %v", q.query, err)
	}
	var plans []struct{ Plan plan }
	if err := json.Unmarshal(text, &plans); err != nil {
		d.t.Fatal(err)
	}
	nodes := []plan{plans[0].Plan}
	for len(nodes) > 0 {
		n := nodes[0]
		nodes = append(nodes[1:], n.Plans...)
		if n.Table == "users" {
			most = max(most, int64((n.Rows+n.Removed+n.Recheck)*n.Loops))
			scan = scan || n.Type == "Seq Scan" && n.Loops > 0
		}
	}
	return most, scan
}
