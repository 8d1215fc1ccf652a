package handlers_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"sync"
	"testing"
)

func TestInviteCode(t *testing.T) {
	c := open(t)
	const at = "/api/users/2/invite_code"
	c.exec("update users set invite_code = null where id = 2")
	c.exec("insert into user_permissions (user_id, permission_id) select u.id, p.id from users u, permissions p where u.username = 'sara' and p.code = 1226")
	c.check([]row{
		{"staff with 1226, not of an admin", "sara", "POST", "/api/users/1/invite_code", nil, 403, []string{denied}, nil},
		{"staff without 1226", "moratti", "POST", at, nil, 403, []string{denied}, nil},
		{"neither staff nor admin", "eve", "POST", at, nil, 403, []string{denied}, nil},
		{"signed out", "", "POST", at, nil, 401, []string{anyone, "Www-Authenticate: Token\n"}, nil},
		{"of nobody", "keegan", "POST", "/api/users/98765/invite_code", nil, 404, []string{notFound}, nil},
		{"of neither staff nor admin", "keegan", "POST", "/api/users/3/invite_code/", nil, 404, []string{notFound}, nil},
		{"not a boolean", "keegan", "POST", at + "?regenerate=perhaps", nil, 400, []string{`{"regenerate":["Must be a valid boolean."]}`}, nil},
		{"another method", "keegan", "GET", at, nil, 405, []string{`{"detail":"Method \"GET\" not allowed."}`, "Allow: POST"}, nil},
		{"from another site", "@keegan", "POST", at, []string{"Sec-Fetch-Site: cross-site"}, 403, nil, nil},
	})
	if n := c.number("select count(*) from users where id = 2 and invite_code is not null"); n != 0 {
		t.Fatal("a refused request made a code")
	}
	code := func(who, path string) string {
		t.Helper()
		a := c.ask(who, "POST", path)
		var got map[string]string
		if err := json.Unmarshal([]byte(a.body), &got); err != nil || a.StatusCode != 200 || len(got) != 1 || !regexp.MustCompile(`^[A-Za-z]{7}$`).MatchString(got["invite_code"]) {
			t.Fatalf("%d %s", a.StatusCode, a.body)
		}
		return got["invite_code"]
	}
	first := code("sara", at)
	if again := code("keegan", at+"/?regenerate=false"); again != first {
		t.Errorf("asked again, the code is %s, and was %s", again, first)
	}
	if a := c.ask("keegan", "GET", "/api/users/2"); !strings.Contains(a.body, `"invite_code":"`+first+`"`) {
		t.Errorf("the person does not have the code: %s", a.body)
	}
	second := code("keegan", at+"?regenerate=true")
	if second == first {
		t.Error("the code was not made anew")
	}
	if n := c.number("select count(*) from audit_entries where action = 'invite_code_made' and target_id = 2 and changes->'invite_code'->>'was' = $1 and changes->'invite_code'->>'now' = $2", first, second); n != 1 {
		t.Errorf("%d audit entries say so", n)
	}
}

// Many who ask at once for somebody's first code get the same one.
func TestInviteCodeIsMadeOnce(t *testing.T) {
	c := open(t)
	c.exec("update users set invite_code = null where id = 2")
	codes := make([]string, 12)
	var all sync.WaitGroup
	for i := range codes {
		all.Go(func() { codes[i] = c.ask("keegan", "POST", "/api/users/2/invite_code").body })
	}
	all.Wait()
	for _, code := range codes {
		if code != codes[0] || !strings.HasPrefix(code, `{"invite_code":"`) {
			t.Fatalf("the codes are %q", codes)
		}
	}
	if n := c.number("select count(*) from audit_entries where action = 'invite_code_made'"); n != 1 {
		t.Errorf("%d codes were made", n)
	}
}
