package handlers_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// crew adds to the documents' people ten staff, each with something else; only staff and admins are left to be found,
// and a few who are neither.
func crew(t *testing.T) *console {
	c := open(t)
	c.exec(`delete from users where id > 3 and username not in ('sara', 'michael_chen')`)
	c.exec(`update users set is_staff = false, is_admin = false where username = 'michael_chen'`)
	c.exec(`update users set created_at = '2020-01-01Z', updated_at = '2020-01-01Z', last_login = null where username = 'sara'`)
	c.exec(`insert into users (id, username, first_name, last_name, email, mobile_number, avatar, gender, is_staff, is_active, profile_completed,
			last_login, created_at, updated_at)
		select i, 'crew' || i, case when i > 101 then 'C' || i end, case when i > 102 then 'Crew' end, case when i > 103 then 'crew' || i || '@example.com' end,
			case when i > 104 then '+1 555 01' || i end, case when i = 110 then '/media/110.png' end, case when i > 108 then 'female' end, true, i < 109, i > 107,
			case when i > 105 then timestamptz '2024-05-01 12:00Z' + (i - 106) * interval '1 day' end,
			timestamptz '2024-01-01 23:59:59.5Z' + (i - 101) * interval '1 day', timestamptz '2024-02-01Z' + (i - 101) * interval '1 day'
		from generate_series(101, 110) i`)
	c.exec(`insert into user_groups (user_id, group_id) values (101, 2), (102, 2), (102, 3), (103, 3)`)
	c.exec(`insert into presence (user_id) values (104)`)
	return c
}

// Each filter of hamgam's list, alone.
func TestHamgamListFilters(t *testing.T) {
	c := crew(t)
	all := []int64{1, 2, 44, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110}
	for query, want := range map[string][]int64{
		"":                                all,
		"utm=1&is_customer=true":          all,
		"is_active=":                      all,
		"limit=0":                         all[:10],
		"limit=x&offset=-1":               all[:10],
		"limit=3&offset=5":                all[5:8],
		"offset=11":                       all[11:],
		"offset=500":                      {},
		"offset=99999999999999999999":     all[:10],
		"ordering=-id&limit=2":            {110, 109},
		"ordering=nope,-username&limit=2": {44, 2},
		"ordering=--id&limit=1":           {1},
		"ordering=created_at&limit=1":     {1},
		"ordering=gender,-id&limit=3":     {110, 109, 2},
		"id_min=109":                      {109, 110},
		"id_min=2&id_max=101":             {2, 44, 101},
		"created_date=2024-01-03":         {103},
		"created_from=2024-01-09":         {2, 109, 110},
		"created_from=2024-01-02&created_to=2024-01-03":       {102, 103},
		"updated_date=2024-02-01":                             {101},
		"updated_from=2024-02-03&updated_to=2024-02-04":       {103, 104},
		"last_login_date=2024-05-02":                          {107},
		"last_login_from=2024-05-04&last_login_to=2024-12-31": {109, 110},
		"has_email=false&id_min=3":                            {44, 101, 102, 103},
		"has_avatar=true&id_min=3":                            {110},
		"has_phone=0&id_min=3":                                {44, 101, 102, 103, 104},
		"has_first_name=false":                                {44, 101},
		"has_last_name=False":                                 {44, 101, 102},
		"has_groups=true&id_min=3":                            {101, 102, 103},
		"has_token=true":                                      {1, 2, 44},
		"is_active=false":                                     {109, 110},
		"is_online=true&id_min=3":                             {104},
		"is_staff=true&is_admin=true":                         {1},
		"is_admin=true":                                       {1},
		"is_profile_completed=true&id_min=3":                  {108, 109, 110},
		"gender=female":                                       {109, 110},
		"group_id=2":                                          {101, 102},
		"groups_in=2,3":                                       {101, 102, 103},
		"group_id=99":                                         {},
		"search=crew10":                                       {101, 102, 103, 104, 105, 106, 107, 108, 109},
		"search=crew 1107":                                    {107},
		"search=Eve68":                                        {}, // neither staff nor admin
		"search=masimo+moratti":                               {2},
	} {
		if !strings.Contains(query, "limit") && !strings.Contains(query, "offset") {
			query += "&limit=100"
		}
		a := c.ask("keegan", "GET", "/api/users/?"+query)
		var page struct {
			Count   int64
			Results []struct{ ID int64 }
		}
		if err := json.Unmarshal([]byte(a.body), &page); err != nil || a.StatusCode != 200 {
			t.Errorf("%s: %d %s", query, a.StatusCode, a.body)
			continue
		}
		got := []int64{}
		for _, u := range page.Results {
			got = append(got, u.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
}

func TestHamgamList(t *testing.T) {
	c := crew(t)
	c.check([]row{
		{"the first page", "keegan", "", "/api/users/", nil, 200, []string{
			`{"count":13,"next":"http://www.example.com/api/users/?limit=10&offset=10","previous":null,"results":[{"id":1,"username":"keegan2255"`, "Allow: GET, HEAD, OPTIONS"}, []string{`"username":"Eve68","mobile_number"`}},
		{"without the slash", "keegan", "", "/api/users", nil, 200, []string{`{"count":13,`}, nil},
		{"in the middle", "keegan", "", "/api/users/?limit=5&offset=5&ordering=-id", nil, 200, []string{
			`"next":"http://www.example.com/api/users/?limit=5&offset=10&ordering=-id","previous":"http://www.example.com/api/users/?limit=5&ordering=-id"`}, nil},
		{"between pages", "keegan", "", "/api/users/?limit=10&offset=3", nil, 200, []string{`"next":null,"previous":"http://www.example.com/api/users/?limit=10"`}, nil},
		{"behind the last", "keegan", "", "/api/users/?offset=500", nil, 200, []string{`{"count":13,"next":null,"previous":"http://www.example.com/api/users/?limit=10&offset=490","results":[]}`}, nil},
		{"somebody is as at their own address", "keegan", "", "/api/users/?id_min=2&limit=1", nil, 200, []string{`"results":[` + document(t, "001")[:200]}, nil},
		{"what is wrong with each", "keegan", "", "/api/users/?id_min=x&created_from=1/2/2024&is_active=perhaps&gender=x&groups_in=1,a", nil, 400, []string{
			`"id_min":["Enter a number."]`, `"created_from":["Enter a valid date."]`, `"is_active":["Must be a valid boolean."]`,
			`"gender":["Select a valid choice. x is not one of the available choices."]`, `"groups_in":["“a” is not a valid value."]`}, nil},
		{"too many words", "keegan", "", "/api/users/?search=a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q+r+s+t+u", nil, 400, []string{`{"search":["Search for at most 20 words at once."]}`}, nil},
		{"staff with 1222", "moratti", "", "/api/users/", nil, 200, []string{`"count":13`}, nil},
		{"without 1222", "sara", "", "/api/users/", nil, 403, []string{denied}, nil},
		{"neither staff nor admin", "eve", "", "/api/users/", nil, 403, []string{denied}, nil},
		{"signed out", "", "", "/api/users/", nil, 401, []string{anyone, "Www-Authenticate: Token\n"}, nil},
		{"at a browser", "@keegan", "", "/api/users/", []string{html}, 200, []string{`{"count":13,`}, nil},
		{"another method", "keegan", "PUT", "/api/users/", nil, 405, []string{`{"detail":"Method \"PUT\" not allowed."}`}, nil},
		{"another form", "keegan", "", "/api/users/", []string{"Accept: application/xml"}, 406, nil, nil},
	})
	if a := c.ask("keegan", "GET", "/api/users/?search=crew&is_active=true&ordering=-last_login"); a.statements > 4 {
		t.Errorf("the list takes %d statements", a.statements)
	}
}
