package main

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"roster/models/modelstest"
	"roster/models/pgserver"
)

// asConsole makes this test binary be the console, in a process of its own that can be killed.
const asConsole = "ROSTER_TEST_AS_CONSOLE"

func TestMain(m *testing.M) {
	if os.Getenv(asConsole) != "" && !pgserver.IsKeeper(os.Args) {
		main()
	}
	modelstest.Main(m)
}

// process is a console in a process of its own.
type process struct {
	*exec.Cmd

	t      *testing.T
	origin string
	ended  chan error
}

func environment(dir string, more ...string) []string {
	return append([]string{asConsole + "=1", "ROSTER_DATA=" + dir, "HOME=" + dir, "PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir()}, more...)
}

// roster runs a command to its end.
func roster(t *testing.T, dir, stdin string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	var out, errs bytes.Buffer
	cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = environment(dir), strings.NewReader(stdin), &out, &errs
	err := cmd.Run()
	if _, ok := err.(*exec.ExitError); err != nil && !ok {
		t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// serveProcess starts roster serve and waits until it is ready.
func serveProcess(t *testing.T, dir, addr string, env ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command(os.Args[0], "serve", "--addr", addr), t: t, origin: "http://" + addr, ended: make(chan error, 1)}
	p.Env = environment(dir, env...)
	pipe, err := p.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	told := make(chan string, 1000)
	go func() {
		for s := bufio.NewScanner(pipe); s.Scan(); {
			select {
			case told <- s.Text():
			default:
			}
		}
		p.ended <- p.Wait()
	}()
	t.Cleanup(func() { p.Process.Kill() })
	for {
		select {
		case line := <-told:
			if strings.HasPrefix(line, "roster is at") {
				return p
			}
		case err := <-p.ended:
			t.Fatalf("roster serve ended before it was ready: %v", err)
		case <-time.After(60 * time.Second):
			t.Fatal("roster serve is not ready after a minute")
		}
	}
}

// freeAddr is an address that nobody listens on.
func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// browserless is a client that follows nothing.
var browserless = &http.Client{Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// signIn gives the session of somebody who was let in, "" where the console did not say so.
func signIn(origin, username, password string) string {
	res, err := browserless.PostForm(origin+"/login", url.Values{"username": {username}, "password": {password}})
	if err != nil {
		return ""
	}
	defer res.Body.Close()
	for _, c := range res.Cookies() {
		if c.Name == "roster" && res.StatusCode == http.StatusSeeOther {
			return c.Value
		}
	}
	return ""
}

func get(t *testing.T, address, session string) (int, string) {
	t.Helper()
	r, err := http.NewRequest("GET", address, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "application/json")
	if session != "" {
		r.Header.Set("Cookie", "roster="+session)
	}
	res, err := browserless.Do(r)
	if err != nil {
		return 0, err.Error()
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(body)
}

const password = "correct horse battery"

// What the console acknowledged before it was killed is there when it starts again, without help.
func TestKilledUnderLoadNothingAcknowledgedIsLost(t *testing.T) {
	for what, kill := range map[string]func(t *testing.T, p *process, dir string){
		"the console": func(t *testing.T, p *process, _ string) { p.Process.Kill() },
		"everything": func(t *testing.T, p *process, dir string) {
			p.Process.Kill()
			killAll(t, dir)
		},
	} {
		t.Run(what, func(t *testing.T) {
			dir := t.TempDir()
			t.Cleanup(func() { killAll(t, dir) })
			if _, errs, status := roster(t, dir, password+"\n", "staff", "create", "--username", "sara", "--admin", "--password-stdin"); status != 0 {
				t.Fatal(errs)
			}
			addr := freeAddr(t)
			p := serveProcess(t, dir, addr)
			var mu sync.Mutex
			var acknowledged []string
			var load sync.WaitGroup
			enough := make(chan struct{})
			for range 4 {
				load.Go(func() {
					for {
						session := signIn(p.origin, "sara", password)
						if session == "" {
							return
						}
						mu.Lock()
						if acknowledged = append(acknowledged, session); len(acknowledged) == 20 {
							close(enough)
						}
						mu.Unlock()
					}
				})
			}
			select {
			case <-enough:
			case <-time.After(60 * time.Second):
				t.Fatalf("only %d sign-ins in a minute", len(acknowledged))
			}
			kill(t, p, dir)
			load.Wait()
			<-p.ended

			again := serveProcess(t, dir, addr)
			for i, session := range acknowledged {
				if status, body := get(t, again.origin+"/api/users/me", session); status != http.StatusOK || !strings.Contains(body, `"username":"sara"`) {
					t.Errorf("session %d of %d: %d %s", i, len(acknowledged), status, body)
				}
			}
			again.Process.Signal(syscall.SIGTERM)
			if err := <-again.ended; err != nil {
				t.Errorf("told to stop, the console ended with %v", err)
			}
			if left := processesOf(t, dir); len(left) > 0 {
				t.Errorf("the last console left %v behind", left)
			}
		})
	}
}

// processesOf lists the processes that serve a data directory: the keeper, Postgres and what Postgres started.
func processesOf(t *testing.T, dir string) (pids []int) {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	parents := map[int]int{}
	for _, file := range files {
		stat, _ := os.ReadFile(file)
		cmdline, _ := os.ReadFile(filepath.Join(filepath.Dir(file), "cmdline"))
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		// After the name, which may hold anything but ends with the last bracket: state and parent.
		if fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:]); len(fields) > 1 && string(fields[0]) != "Z" {
			parents[pid], _ = strconv.Atoi(string(fields[1]))
		}
		if bytes.Contains(cmdline, []byte(dir)) && pid != os.Getpid() {
			pids = append(pids, pid)
		}
	}
	for i := 0; i < len(pids); i++ {
		for pid, parent := range parents {
			if parent == pids[i] && !slices.Contains(pids, pid) {
				pids = append(pids, pid)
			}
		}
	}
	return pids
}

// killAll kills the keeper, Postgres and its children at once.
func killAll(t *testing.T, dir string) {
	t.Helper()
	for _, pid := range processesOf(t, dir) {
		syscall.Kill(-pid, syscall.SIGKILL) // a group of its own
		syscall.Kill(pid, syscall.SIGKILL)
	}
}

func TestTheConsoleComesBackWithItsDatabase(t *testing.T) {
	dir := t.TempDir()
	start := func() *pgserver.Server {
		s, err := pgserver.Start(t.Context(), dir, pgserver.Options{Database: "roster"})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	db := start()
	env := "DATABASE_URL=" + db.DSN("roster")
	p := serveProcess(t, dir, freeAddr(t), env)
	expect := func(path string, want int) {
		t.Helper()
		deadline := time.Now().Add(20 * time.Second)
		for {
			status, body := get(t, p.origin+path, strings.Repeat("x", 43))
			if status == want {
				return
			}
			if time.Now().After(deadline) {
				t.Fatalf("%s: %d, want %d: %s", path, status, want, body)
			}
			time.Sleep(50 * time.Millisecond)
		}
	}
	expect("/readyz", 200)
	expect("/users/", 401)
	if err := db.Stop(); err != nil {
		t.Fatal(err)
	}
	expect("/users/", 503)
	expect("/readyz", 503)
	expect("/healthz", 200)
	db = start()
	defer db.Stop()
	expect("/users/", 401)
	expect("/readyz", 200)

	// It may also be there and say nothing.
	frozen := processesOf(t, dir)
	for _, pid := range frozen {
		syscall.Kill(pid, syscall.SIGSTOP)
	}
	thaw := func() {
		for _, pid := range frozen {
			syscall.Kill(pid, syscall.SIGCONT)
		}
	}
	t.Cleanup(thaw)
	for range 3 { // with connections from before, and with new ones
		r, err := http.NewRequest("GET", p.origin+"/users/", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept", "text/html")
		r.Header.Set("Cookie", "roster="+strings.Repeat("x", 43))
		res, err := browserless.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" || !bytes.Contains(body, []byte("<!doctype html>")) {
			t.Errorf("frozen: %d %v\n%s", res.StatusCode, res.Header, body)
		}
	}
	thaw()
	expect("/users/", 401)
	p.Process.Signal(syscall.SIGTERM)
	if err := <-p.ended; err != nil {
		t.Error(err)
	}
}

func TestAConsoleThatStartsBeforeItsDatabaseWaits(t *testing.T) {
	dir := t.TempDir()
	addr := freeAddr(t)
	db, err := pgserver.Start(t.Context(), dir, pgserver.Options{Database: "roster"})
	if err != nil {
		t.Fatal(err)
	}
	dsn := db.DSN("roster")
	if err := db.Stop(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "serve", "--addr", addr)
	cmd.Env = environment(dir, "DATABASE_URL="+dsn)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	expect := func(path string, want int) {
		t.Helper()
		for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
			if status, body := get(t, "http://"+addr+path, ""); status == want {
				return
			} else if time.Now().After(deadline) {
				t.Fatalf("%s: %d, want %d: %s", path, status, want, body)
			}
		}
	}
	expect("/healthz", 200)
	expect("/users/", 503)
	if db, err = pgserver.Start(t.Context(), dir, pgserver.Options{Database: "roster"}); err != nil {
		t.Fatal(err)
	}
	defer db.Stop()
	expect("/users/", 401)
	cmd.Process.Signal(syscall.SIGTERM)
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

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
		{"staff --help", "", 0, `roster staff create`, `^$`},
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
