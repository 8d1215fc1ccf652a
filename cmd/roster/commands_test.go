package main

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"roster/models/pgserver"
)

func TestCommands(t *testing.T) {
	dir := t.TempDir()
	// One console stays, so that the private Postgres is not started anew for each command.
	db, err := pgserver.Start(t.Context(), dir, pgserver.Options{Database: "roster"})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Stop()
	for _, row := range []struct {
		args   string
		stdin  string
		status int
		stdout string // an expression
		stderr string
	}{
		{"", "", 0, `Usage: roster COMMAND`, `^$`},
		{"--help", "", 0, `staff create`, `^$`},
		{"serve --help", "", 0, `--addr HOST:PORT`, `^$`},
		{"demo --help", "", 0, `--people N`, `^$`},
		{"migrate --help", "", 0, `Usage: roster migrate`, `^$`},
		{"staff create --help", "", 0, `--password-stdin`, `^$`},
		{"token create --help", "", 0, `--user NAME`, `^$`},
		{"sevre", "", 2, `^$`, `no command "sevre".*serve, demo, migrate`},
		{"staff", "", 2, `^$`, `"staff" needs a second word: roster staff create`},
		{"serve --origin http://example.com:99999", "", 2, `^$`, `port that does not exist`},
		{"serve --origin https://نمونه.example", "", 2, `^$`, `xn--`},
		{"serve --port 1", "", 2, `^$`, `not defined: --port.*--addr, --origin.*--help`},
		{"serve extra", "", 2, `^$`, `flags alone, not "extra"`},
		{"serve --origin example.com", "", 2, `^$`, `not of the form https://`},
		{"serve --addr nowhere", "", 1, `^$`, `choose another address with --addr`},
		{"demo --people -1", "", 2, `^$`, `--people needs`},
		{"migrate", "", 0, `up to date`, ``},
		{"staff create --password-stdin", password, 2, `^$`, `needs --username`},
		{"staff create --username sara", "", 2, `^$`, `--password-stdin`},
		{"staff create --username sara --password-stdin", "short\n", 1, `^$`, `too short`},
		{"staff create --username s/a --password-stdin", password, 1, `^$`, `Enter a valid username`},
		{"staff create --username sara --password-stdin", password + "\n", 0, `^sara can sign in now \(id \d+\)\.\n$`, `^$`},
		{"staff create --username mina --grant 1222 --grant 1202 --password-stdin", password, 0, `^mina can sign in now`, `^$`},
		{"staff create --username nima --grant 9 --password-stdin", password, 1, `^$`, `no permission with the code 9`},
		{"staff create --username nima --grant x --password-stdin", password, 2, `^$`, `invalid value "x"`},
		{"staff --help", "", 0, `staff create`, `^$`},
		{"staff", "", 2, `^$`, `second word: roster staff create\.`},
		{"branches", "", 2, `^$`, `second word: roster branches check, roster branches rebuild`},
		{"branches check --help", "", 0, `Usage: roster branches check`, `^$`},
		{"branches rebuild", "", 0, `counted anew`, `^$`},
		{"branches check", "", 0, `every branch are right`, `^$`},
		{"staff create --username SARA --password-stdin", password, 1, `^$`, `already exists`},
		{"token create", "", 2, `^$`, `needs --user`},
		{"token create --user nobody", "", 1, `^$`, `there is no user "nobody"`},
		{"token create --user sara --name script", "", 0, `^roster_[0-9a-f]{40}\n$`, `^$`},
	} {
		stdout, stderr, status := roster(t, dir, row.stdin, strings.Fields(row.args)...)
		if status != row.status || !regexp.MustCompile(row.stdout).MatchString(stdout) || !regexp.MustCompile(row.stderr).MatchString(stderr) {
			t.Errorf("roster %s: %d\n%s\n%s", row.args, status, stdout, stderr)
		}
	}
}

func TestABadDatabaseURLSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0], "migrate")
	cmd.Env = environment(dir, "DATABASE_URL=postgres://u:secret@localhost/x?sslmode=never")
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "DATABASE_URL") || !strings.Contains(string(out), "sslmode") || strings.Contains(string(out), "secret") {
		t.Errorf("%v: %s", err, out)
	}
}

func TestABadMailServerSaysWhatIsWrong(t *testing.T) {
	for server, want := range map[string]string{"http://u:secret@mail.example.com": "ROSTER_SMTP is not of the form smtp://", "smtp://u:secret@mail.example.com": "ROSTER_MAIL_FROM"} {
		cmd := exec.Command(os.Args[0], "serve")
		cmd.Env = environment(t.TempDir(), "ROSTER_SMTP="+server)
		out, err := cmd.CombinedOutput()
		if err == nil || cmd.ProcessState.ExitCode() != 2 || !strings.Contains(string(out), want) || strings.Contains(string(out), "secret") {
			t.Errorf("%v: %s", err, out)
		}
	}
}

func TestALoadedDemoIsNotLoadedTwice(t *testing.T) {
	dir := t.TempDir()
	for i, want := range []string{"Loaded 50 people", "loaded already"} {
		if _, stderr, status := roster(t, dir, "", "demo", "--people", "50", "--load-only"); status != 0 || !strings.Contains(stderr, want) {
			t.Errorf("run %d: %d %s", i, status, stderr)
		}
	}
	if _, stderr, status := roster(t, dir, "", "demo", "--people", "60", "--load-only"); status != 1 || !strings.Contains(stderr, "ROSTER_DATA") {
		t.Errorf("another number: %d %s", status, stderr)
	}
}
