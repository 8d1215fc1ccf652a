package main

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"roster/models"
	"roster/models/modelstest"
)

// desk is where somebody imports files into a directory of their own.
type desk struct {
	t   *testing.T
	dsn string
	dir string
	db  *sql.DB
}

func newDesk(t *testing.T) desk {
	t.Helper()
	dsn := modelstest.Clone(t)
	return desk{t, dsn, t.TempDir(), modelstest.DB(t, dsn)}
}

// file writes a file and gives its path.
func (d desk) file(name, text string) string {
	d.t.Helper()
	path := filepath.Join(d.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		d.t.Fatal(err)
	}
	return path
}

func (d desk) read(path string) string {
	d.t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		d.t.Fatal(err)
	}
	return string(text)
}

// imports runs roster import in this process. The path of the desk is left out of what it says.
func (d desk) imports(stdin string, args ...string) (said string, err error) {
	d.t.Helper()
	var out bytes.Buffer
	c := console{getenv: func(name string) string { return map[string]string{"DATABASE_URL": d.dsn}[name] },
		stdin: strings.NewReader(stdin), stdout: &out, stderr: &out}
	ctx := models.WithActor(d.t.Context(), models.Actor{Door: "cli"})
	err = c.run(ctx, append([]string{"import"}, args...))
	said = out.String()
	if err != nil {
		said += err.Error()
	}
	return strings.ReplaceAll(said, d.dir+"/", ""), err
}

// ask gives what a query finds, as one text.
func (d desk) ask(query string, args ...any) string {
	d.t.Helper()
	var text sql.NullString
	if err := d.db.QueryRowContext(d.t.Context(), query, args...).Scan(&text); err != nil {
		d.t.Fatalf("%s: %v", query, err)
	}
	return text.String
}

const names = "select string_agg(concat_ws('|', username, first_name, last_name, mobile_number, email), ', ' order by id) from users"

// One sheet, as programs write it.
func TestATableIsReadHoweverItWasWritten(t *testing.T) {
	const want = `sara|Sara "S" Nouri|a;b|+98 912 345 6789|sara@example.com, mina|=Mina|'tis|09121112233`
	for what, text := range map[string]string{
		"with commas": `username,email,First_Name,last_name,phone
sara,sara@example.com,"Sara ""S"" Nouri",a;b,'+98 912 345 6789
mina,,'=Mina,'tis,09121112233
`,
		"with semicolons, a byte order mark and CRLF": "\ufeff" + strings.ReplaceAll(`username;email; FIRST_NAME ;last_name;phone
sara;sara@example.com;"Sara ""S"" Nouri";"a;b";+98 912 345 6789
mina;;'=Mina;'tis;09121112233`, "\n", "\r\n"),
		"with tabs, empty lines and an old error": "username\temail\tfirst_name\terror\tlast_name\tphone\n\n" +
			"sara\tsara@example.com\t\"Sara \"\"S\"\" Nouri\"\temail: x\ta;b\t+98 912 345 6789\n\nmina\t\t'=Mina\t\t'tis\t09121112233\n",
		"as JSON Lines": `{"username":"sara","email":"sara@example.com","first_name":"Sara \"S\" Nouri","last_name":"a;b","phone":"+98 912 345 6789","error":"old"}

{"mobile_number":"09121112233", "username" : "mina", "First_Name":"=Mina","last_name":"'tis","email":null}`,
	} {
		t.Run(what, func(t *testing.T) {
			d := newDesk(t)
			format := "csv"
			if strings.Contains(what, "JSON") {
				format = "jsonl"
				text = strings.Replace(text, "mobile_number", "phone", 1)
			}
			said, err := d.imports("", d.file("people."+format, text))
			if err != nil || !strings.Contains(said, "created 2, updated 0, unchanged 0, refused 0 of 2.") {
				t.Errorf("%v\n%s", err, said)
			}
			if got := d.ask(names); got != want {
				t.Errorf("%s\nwant\n%s", got, want)
			}
			if _, err := os.Stat(filepath.Join(d.dir, "people."+format+".errors."+format)); err == nil {
				t.Error("there is a file of refused rows, and none was refused")
			}
		})
	}
}

func TestAFileThatCannotBeReadWholeIsRefusedWhole(t *testing.T) {
	d := newDesk(t)
	for _, row := range []struct{ name, text, args, want string }{
		{"a.csv", "username,emial\nsara,x\n", "", `the column "emial" is not known \(did you mean email\?\): rename it, or leave it out with --ignore emial`},
		{"a.csv", "username,is_admin\nsara,x\n", "", `did you mean is_superuser\?`},
		{"a.csv", "username,zzzzzzzz\nsara,x\n", "", `the column "zzzzzzzz" is not known: rename it`},
		{"a.csv", "username,password\nsara,x\n", "", `passwords are not imported: leave the column out with --ignore password`},
		{"a.csv", "username,phone,mobile_number\nsara,1,2\n", "", `phone and mobile_number are one and the same`},
		{"a.csv", "username,Username\nsara,1\n", "", `the column "username" stands there twice`},
		{"a.csv", "username,\nsara,1\n", "", `a column has no name`},
		{"a.csv", "email\nx@example.com\n", "", `no column says whom the rows are about: the file needs username, or id`},
		{"a.csv", "username\nsara\n", "--match phone", `the file needs phone`},
		{"a.csv", "username,email\nsara,x\nmina\n", "", `line 3 has 1 cells, and the header 2`},
		{"a.csv", "username,email\nsara,x\nmina,\"y\n", "", `line 3, column \d: extraneous or missing " in quoted-field`},
		{"a.csv", "username,first_name\nsara,\"a\nb\"\nmina,\xff\n", "", `line 4 is not UTF-8`},
		{"a.csv", "\xff\xfeu\x00", "", `it is UTF-16`},
		{"a.csv", "", "", `the file is empty`},
		{"a.jsonl", "{\"username\":\"sara\"}\n{\"username\":\"mina\",\"emial\":1}", "", `row 2: the column "emial" is not known \(did you mean email\?\)`},
		{"a.jsonl", "{\"username\":\"sara\"}\n\n[1]", "", `line 3: it is not a JSON object`},
		{"a.jsonl", "{\"username\":\"sara\",\"Username\":1}", "", `are the same name`},
		{"a.jsonl", "{\"username\":\"sara\"} x", "", `something stands behind`},
		{"a.jsonl", "{\"email\":\"sara@example.com\"}", "", `the file needs username, or id`},
		{"a.csv", "username\n" + strings.Repeat("x", 2<<20), "", `a row is longer than 1048576 bytes`},
		{"a.jsonl", "{\"username\":\"" + strings.Repeat("x", 2<<20), "", `line 1 is longer`},
		{"a.xlsx", "", "", `add --format csv or --format jsonl`},
		{"a.csv", "username\nsara\n", "--format xml", `csv or jsonl, not "xml"`},
		{"a.csv", "username\nsara\n", "--match name", `--match is id, username, email or phone`},
		{"a.csv", "username\nsara\n", "--create-only --update-only", `leave nothing to do`},
		{"a.csv", "username\nsara\n", "--keep-ids --match email", `do not go together`},
		{"a.csv", "username\nsara\n", "--batch 0", `a number from 1 to 5000`},
		{"a.csv", "username\nsara\n", "--batch", `flag needs an argument`},
		{"a.csv", "username\nsara\n", "b.csv", `flags alone, not "b.csv"`},
		{"a.csv", "username\nsara\n", "--errors a.csv/b", `refused rows would go to .*--errors`},
	} {
		path := d.file(row.name, row.text)
		said, err := d.imports("", append([]string{path}, strings.Fields(row.args)...)...)
		if err == nil || !regexp.MustCompile(row.want).MatchString(said) {
			t.Errorf("%.60q %s: %v\n%s\nwant\n%s", row.text, row.args, err, said, row.want)
		}
	}
	if n := d.ask("select count(*) from users"); n != "0" {
		t.Errorf("%s people came", n)
	}
	for args, want := range map[string]string{"": "needs a file", "nowhere.csv": "no such file", "-": "add --format", d.dir + " --format csv": "is a directory"} {
		if said, err := d.imports("", strings.Fields(args)...); err == nil || !strings.Contains(said, want) {
			t.Errorf("roster import %s: %v %s", args, err, said)
		}
	}
}

// The file of refused rows is a file to import, once it is corrected.
func TestRefusedRowsAreCorrectedAndImported(t *testing.T) {
	for _, row := range []struct{ name, text, errors, wrong, right string }{
		{"people.csv", "username,email,error,phone\nsara,sara@example.com,,\nmina,x,old,'+98 912 111 2233\nnima,SARA@example.com,,\"a\nb\"\n",
			"username,email,phone,error\nmina,x,'+98 912 111 2233,email: Enter a valid email address.\nnima,SARA@example.com,\"a\nb\",\"email: user with this email already exists.; " +
				"phone: Control characters, and text that is not UTF-8, are not allowed.\"\n",
			"x,'+98|SARA@example.com|a\nb", "mina@example.com,+98|nima@example.com|1234"},
		{"people.jsonl", `{"username":"sara","email":"sara@example.com"}` + "\n" + `{ "Username":"mina","email":"x","error":"old", "attributes": {"a": 1.50} }` + "\n",
			`{"Username":"mina","email":"x","attributes":{"a": 1.50},"error":"email: Enter a valid email address."}` + "\n", `"x"`, `"mina@example.com"`},
	} {
		d := newDesk(t)
		path := d.file(row.name, row.text)
		refused := path + ".errors" + filepath.Ext(path)
		for range 2 { // a dry run tells the same
			said, err := d.imports("", path, "--dry-run")
			if err == nil || !strings.Contains(said, "would be created 1") || !strings.Contains(said, row.name+".errors"+filepath.Ext(path)) {
				t.Errorf("%v %s", err, said)
			}
		}
		said, err := d.imports("", "--batch=1", path)
		if err == nil || !strings.Contains(said, "created 1, ") {
			t.Errorf("%v %s", err, said)
		}
		if got := d.read(refused); got != row.errors {
			t.Errorf("refused were\n%s\nwant\n%s", got, row.errors)
		}
		text := d.read(refused)
		right := strings.Split(row.right, "|")
		for i, wrong := range strings.Split(row.wrong, "|") {
			if !strings.Contains(text, wrong) {
				t.Fatalf("%q is not in\n%s", wrong, text)
			}
			text = strings.Replace(text, wrong, right[i], 1)
		}
		if said, err := d.imports("", d.file(filepath.Base(refused), text)); err != nil || strings.Contains(said, "created 0") {
			t.Errorf("corrected: %v %s", err, said)
		}
		if got := d.ask("select string_agg(email, ' ' order by id) from users"); !strings.HasPrefix(got, "sara@example.com mina@example.com") {
			t.Errorf("there are %s", got)
		}
	}
}

func TestAFileIsNotImportedTwice(t *testing.T) {
	d := newDesk(t)
	path := d.file("people.csv", "username,modified_date,pk\nsara,2020-01-01,7\n")
	for i, want := range []string{"keeps modified_date and pk by itself: left out", "was imported already, on .*add --again"} {
		if said, err := d.imports("", path); err != nil || !regexp.MustCompile(want).MatchString(said) {
			t.Errorf("run %d: %v %s", i+1, err, said)
		}
	}
	if said, err := d.imports("", path, "--again"); err == nil || !strings.Contains(said, "refused 1 of 1") {
		t.Errorf("again: %v %s", err, said)
	}
	if said, err := d.imports("", path, "--match", "username"); err != nil || !strings.Contains(said, "unchanged 1") {
		t.Errorf("with other options: %v %s", err, said)
	}
	for range 2 {
		if said, err := d.imports("username\nSARA\n", "-", "--format", "csv", "--match", "username", "--update-only", "--errors", d.dir+"/stdin.csv"); err != nil || strings.Contains(said, "already") {
			t.Errorf("from standard input: %v %s", err, said)
		}
	}
	text := d.read(path)
	sum := sha256.Sum256([]byte(text))
	if got := d.ask("select encode(sha256, 'hex') from imports where file = 'people.csv' limit 1"); got != hex.EncodeToString(sum[:]) {
		t.Errorf("the file is known as %s", got)
	}
}

// What one directory exports another imports whole, wherever in the file the inviters stand.
func TestPeopleMoveFromOneDirectoryToAnother(t *testing.T) {
	from := newDesk(t)
	if _, stderr, status := rosterOn(t, from.dsn, "demo", "--people", "300", "--load-only"); status != 0 {
		t.Fatal(stderr)
	}
	groups := from.ask("select json_agg(g order by parent_id nulls first)::text from groups g")
	permissions := from.ask("select json_agg(p)::text from permissions p where id > 12")
	const people = `select string_agg(concat_ws(e'\t', to_jsonb(u) - '{updated_at,version,password_hash}'::text[],
			array(select group_id from user_groups where user_id = u.id order by 1),
			array(select permission_id from user_permissions where user_id = u.id order by 1), invitees_count(u.id)), e'\n' order by id)
		from users u`
	for _, name := range []string{"people.csv", "people.jsonl"} {
		t.Run(name, func(t *testing.T) {
			to := newDesk(t)
			modelstest.Exec(t, to.dsn, "insert into groups select * from json_populate_recordset(null::groups, $1)", groups)
			modelstest.Exec(t, to.dsn, "insert into permissions select * from json_populate_recordset(null::permissions, $1)", permissions)
			path := to.dir + "/" + name
			if _, stderr, status := rosterOn(t, from.dsn, "export", "--out", path, "--query", "sort=-id"); status != 0 {
				t.Fatal(stderr)
			}
			said, err := to.imports("", path, "--keep-ids", "--batch", "37")
			if err != nil || !strings.Contains(said, "created 300, updated 0, unchanged 0, refused 0 of 300") {
				t.Fatalf("%v %s", err, said)
			}
			if was, is := from.ask(people), to.ask(people); was != is || was == "" {
				t.Errorf("there were\n%s\nand now there are\n%s", was, is)
			}
			if said, err := to.imports("", path, "--again"); err != nil || !strings.Contains(said, "unchanged 300") {
				t.Errorf("once more: %v %s", err, said)
			}
			if _, err := to.db.Exec("insert into users (username) values ('later')"); err != nil {
				t.Errorf("nobody can be added now: %v", err)
			}
		})
	}
}
