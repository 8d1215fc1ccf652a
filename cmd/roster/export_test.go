package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"roster/models"
)

// exports runs roster export in this process.
func (d desk) exports(args ...string) (said string, err error) {
	d.t.Helper()
	var out bytes.Buffer
	c := console{getenv: func(name string) string { return map[string]string{"DATABASE_URL": d.dsn}[name] }, stdout: &out, stderr: &out}
	err = c.run(models.WithActor(d.t.Context(), models.Actor{Door: "cli"}), append([]string{"export"}, args...))
	return out.String(), err
}

const moving = "id,username,email,phone,first_name,last_name,gender,date_of_birth,language_code,user_type,is_active,is_staff,is_superuser," +
	"attributes,localized_attributes,external_account,ldap_dn,inviter,invite_code,last_login,date_joined,email_verified"

// What one directory gives out, another takes in and gives out again, to the byte.
func TestWhatIsExportedIsImported(t *testing.T) {
	for _, name := range []string{"people.csv", "people.jsonl"} {
		from, to := newDesk(t), newDesk(t)
		if _, err := from.db.Exec(`insert into users (id, username, email, mobile_number, first_name, last_name, gender, date_of_birth, attributes, is_staff, inviter_id, last_login, external_account, ldap_dn) values
			(1, 'keegan', 'k@example.com', '+98 915 020 7212', '=1+1', 'a "b", c', 'male', '1951-02-14', '{"a": {"b": [1, "ü\""]}}', true, null, '2026-02-21 07:20:25.338627Z', null, ''),
			(7, 'eve', null, null, 'حسینی‌نژاد', 'two; words', null, null, '{}', false, 1, null, 'ldap', 'uid=eve,ou=people'),
			(9, '-x', null, '@9', null, '-', 'non-binary', null, '{}', false, 7, null, 'social', '')`); err != nil {
			t.Fatal(err)
		}
		file, again := filepath.Join(from.dir, name), filepath.Join(to.dir, name)
		if said, err := from.exports("--out", file, "--columns", moving); err != nil || !strings.Contains(said, "Exported 3 people") {
			t.Fatalf("%s, %v", said, err)
		}
		if said, err := to.imports("", file, "--keep-ids"); err != nil {
			t.Fatalf("%s: %s, %v\n%s", name, said, err, from.read(file+".errors"+filepath.Ext(name)))
		}
		if said, err := to.exports("--out", again, "--columns", moving); err != nil {
			t.Fatalf("%s, %v", said, err)
		}
		before, after := from.read(file), to.read(again)
		if before != after || len(before) < 500 {
			t.Errorf("%s\n%s\nbecame\n%s", name, before, after)
		}
	}
}

func TestExportsAreOfWhatTheListShows(t *testing.T) {
	d := newDesk(t)
	if _, err := d.db.Exec(`insert into users (id, username, is_staff) select i, 'u' || i, i % 2 = 0 from generate_series(1, 2500) i`); err != nil {
		t.Fatal(err)
	}
	said, err := d.exports("--query", "http://localhost:8000/users/?is_staff=true&sort=-id&page=7", "--columns", "id,username")
	if lines := strings.Split(said, "\n"); err != nil || len(lines) != 1252 || lines[0] != "id,username" || lines[1] != "2500,u2500" || lines[1250] != "2,u2" {
		t.Errorf("%d lines, %v: %.80s", len(lines), err, said)
	}
	if said, err := d.exports("--format", "jsonl", "--columns", "id,is_staff,email", "--query", "id=3"); err != nil || said != `{"id":3,"is_staff":false,"email":null}`+"\n" {
		t.Errorf("%s, %v", said, err)
	}
	for what, args := range map[string][]string{
		"there is no field":         {"--columns", "id,nope"},
		"Enter a number.":           {"--query", "id=x"},
		"writes csv or jsonl":       {"--format", "xml"},
		"is not a field to sort by": {"--query", "sort=nope"},
		"cannot be read":            {"--query", "a=%zz"},
		"no such file or directory": {"--out", filepath.Join(d.dir, "no", "people.csv")},
	} {
		if _, err := d.exports(args...); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%v: %v, want %q", args, err, what)
		}
	}
	if n := d.ask(`select count(*)::text from audit_entries where action = 'users_exported' and door = 'cli'`); n != "2" {
		t.Errorf("%s entries tell of two exports", n)
	}
}
