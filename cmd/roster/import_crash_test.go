package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// rosterOn runs a command in a process of its own, on a database.
func rosterOn(t *testing.T, dsn string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	var out, errs bytes.Buffer
	cmd.Env, cmd.Stdout, cmd.Stderr = environment(t.TempDir(), "DATABASE_URL="+dsn), &out, &errs
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// An import that is killed goes on where it stood, each time: nobody comes twice, and nobody is left out.
func TestAnImportThatIsKilledGoesOn(t *testing.T) {
	const people, kills = 3000, 3
	d := newDesk(t)
	text := "username,email,groups\n"
	refused := "username,email,groups,error\n"
	for i := range people {
		if i%50 == 7 {
			text += fmt.Sprintf("user%d,nowhere,\n", i)
			refused += fmt.Sprintf("user%d,nowhere,,email: Enter a valid email address.\n", i)
			continue
		}
		text += fmt.Sprintf("user%d,user%d@example.com,1\n", i, i)
	}
	if _, err := d.db.Exec("insert into groups (name) values ('Inter')"); err != nil {
		t.Fatal(err)
	}
	path := d.file("people.csv", text)
	if _, stderr, status := rosterOn(t, d.dsn, "migrate"); status != 0 {
		t.Fatal(stderr)
	}
	done := func() (n int) {
		n, _ = strconv.Atoi(d.ask("select max(rows_done) from imports"))
		return n
	}
	for kill := range kills {
		from := done()
		cmd := exec.Command(os.Args[0], "import", path, "--batch", "10")
		var said bytes.Buffer
		cmd.Env, cmd.Stderr = environment(d.dir, "DATABASE_URL="+d.dsn), &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for deadline := time.Now().Add(30 * time.Second); done() < from+200; {
			if time.Now().After(deadline) {
				t.Fatalf("after half a minute only %d rows are done: %s", done(), &said)
			}
			time.Sleep(time.Millisecond)
		}
		cmd.Process.Kill()
		cmd.Wait()
		if n := done(); n >= people {
			t.Fatalf("all %d rows were done before the process was killed", n)
		}
		if kill == 0 {
			// A row was written down whose batch was never committed.
			f, err := os.OpenFile(path+".errors.csv", os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			f.WriteString("user9999,half a r")
			f.Close()
		} else if !strings.Contains(said.String(), "Going on after row ") {
			t.Errorf("gone on with, it said %s", &said)
		}
	}
	said, err := d.imports("", path)
	if err == nil || !strings.Contains(said, "Going on after row ") || !strings.Contains(said, "refused 60 of 3,000") {
		t.Errorf("%v %s", err, said)
	}
	if got := d.read(path + ".errors.csv"); got != refused {
		t.Errorf("refused were\n%s\nwant\n%s", got, refused)
	}
	for query, want := range map[string]string{
		"select count(*) from users":                                                                      "2940",
		"select count(*) from user_groups":                                                                "2940",
		"select count(*) from audit_entries where action = 'user_created'":                                "2940",
		"select count(distinct target_id) from audit_entries where action = 'user_created'":               "2940",
		"select count(*) from audit_entries where action = 'users_imported'":                              "1",
		"select created || ' ' || refused || ' ' || rows_done from imports where finished_at is not null": "2940 60 3000",
	} {
		if got := d.ask(query); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}

// A batch that did not come to its end leaves nothing in the file.
func TestRefusedRowsAreWrittenInTheirPlace(t *testing.T) {
	r := &refusedFile{path: t.TempDir() + "/refused.csv"}
	for _, write := range []struct {
		size int64
		text string
		want string
	}{{0, "head\nlost, and long\n", "head\nlost, and long\n"}, {0, "head\na\n", "head\na\n"}, {7, "b, lost\n", "head\na\nb, lost\n"}, {7, "c\n", "head\na\nc\n"}} {
		size, err := r.write(write.size, []byte(write.text))
		text, _ := os.ReadFile(r.path)
		if err != nil || string(text) != write.want || size != int64(len(write.want)) {
			t.Errorf("%q behind %d bytes: %q, %d, %v", write.text, write.size, text, size, err)
		}
	}
}

func TestAnImportWhoseRefusedRowsAreGoneSaysSo(t *testing.T) {
	d := newDesk(t)
	path := d.file("people.csv", "username\na b\nsara\n")
	if _, err := d.imports("", path); err == nil {
		t.Fatal("a wrong username was taken")
	}
	// As if it had been killed after its first row.
	if _, err := d.db.Exec("update imports set finished_at = null, rows_done = 1, offset_done = 13, created = 0"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.db.Exec("delete from users"); err != nil {
		t.Fatal(err)
	}
	kept := d.read(path + ".errors.csv")
	os.Remove(path + ".errors.csv")
	if said, err := d.imports("", path); err == nil || !strings.Contains(said, "put the file back as it was, or begin anew with --again") {
		t.Errorf("%v %s", err, said)
	}
	d.file("people.csv.errors.csv", kept+"half a row that was nev")
	if said, err := d.imports("", path, "--errors", d.dir+"/elsewhere.csv"); err == nil || !strings.Contains(said, "add --errors people.csv.errors.csv") {
		t.Errorf("%v %s", err, said)
	}
	if said, err := d.imports("", path); err == nil || !strings.Contains(said, "Going on after row 1.") || !strings.Contains(said, "created 1, updated 0, unchanged 0, refused 1 of 2") {
		t.Errorf("%v %s", err, said)
	}
	if got := d.read(path + ".errors.csv"); got != kept {
		t.Errorf("refused were\n%s", got)
	}
}
