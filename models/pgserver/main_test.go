//go:build linux

package pgserver

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/uptrace/bun/driver/pgdriver"
)

// The test binary plays three parts: the tests, the keeper of any server that they start, and another console.
func TestMain(m *testing.M) {
	if IsKeeper(os.Args) {
		os.Exit(Keep(os.Args))
	}
	if len(os.Args) == 3 && os.Args[1] == "console" {
		os.Exit(console(os.Args[2]))
	}
	code := m.Run()
	if races > 0 {
		fmt.Println("FAIL: a keeper had a data race")
		code = 1
	}
	for _, dir := range rested {
		os.RemoveAll(filepath.Dir(dir))
	}
	if left := leftovers(); len(left) > 0 {
		fmt.Println("FAIL: left behind:", left)
		code = 1
	}
	os.Exit(code)
}

// console keeps a handle until its standard input ends.
func console(dir string) int {
	s, err := Start(context.Background(), dir, Options{Database: "roster"})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("ready")
	io.Copy(io.Discard, os.Stdin)
	if err := s.Stop(); err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("stopped")
	return 0
}

// hasty keeps the race detector from sleeping for a second at the end of each process.
const hasty = "GORACE=atexit_sleep_ms=0"

// process is another console.
type process struct {
	*exec.Cmd
	t   *testing.T
	in  io.Closer
	out *bufio.Scanner
}

func startConsole(t *testing.T, dir string, wrap ...string) *process {
	t.Helper()
	// Not by its name: go test builds in a directory that only its own user can enter.
	args := append(wrap, "/proc/self/exe", "console", dir)
	if len(wrap) > 0 {
		args[len(wrap)] = self()
	}
	c := exec.Command(args[0], args[1:]...)
	c.Env = append(os.Environ(), hasty)
	c.Stderr = os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{c, t, in, bufio.NewScanner(out)}
	t.Cleanup(p.kill)
	return p
}

func (p *process) says(want string) {
	p.t.Helper()
	p.out.Scan()
	if got := p.out.Text(); got != want {
		p.t.Fatalf("the console said %q, want %q", got, want)
	}
}

func (p *process) stop() {
	p.t.Helper()
	p.in.Close()
	p.says("stopped")
	if err := p.Wait(); err != nil {
		p.t.Fatal(err)
	}
}

func (p *process) kill() {
	p.Process.Kill()
	p.Wait()
}

var (
	homesMu sync.Mutex
	homes   []home
	rested  []string // homes of tests that are over
	races   int
)

// inspect reads what the keeper said, since the race detector cannot stop a test from there.
func inspect(dir string) {
	b, _ := os.ReadFile(filepath.Join(dir, "postgres.log"))
	if _, race, found := strings.Cut(string(b), "DATA RACE"); found {
		homesMu.Lock()
		defer homesMu.Unlock()
		races++
		fmt.Println(race)
	}
}

// newHome is a directory that does not exist yet, with parents that everybody may enter.
func newHome(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "pgserver-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		inspect(filepath.Join(dir, "home"))
		os.RemoveAll(dir)
	})
	return track(filepath.Join(dir, "home"))
}

// usedHome is the home of some test before, for all who need not see the first start, which takes longest.
func usedHome(t *testing.T) string {
	t.Helper()
	homesMu.Lock()
	defer homesMu.Unlock()
	var dir string
	if n := len(rested); n > 0 {
		dir, rested = rested[n-1], rested[:n-1]
	} else {
		parent, err := os.MkdirTemp("/tmp", "pgserver-")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(parent, 0o755); err != nil {
			t.Fatal(err)
		}
		dir = filepath.Join(parent, "home")
		homes = append(homes, home(dir))
	}
	t.Cleanup(func() {
		inspect(dir)
		if t.Failed() {
			os.RemoveAll(filepath.Dir(dir))
			return
		}
		homesMu.Lock()
		defer homesMu.Unlock()
		rested = append(rested, dir)
	})
	return dir
}

func track(dir string) string {
	homesMu.Lock()
	defer homesMu.Unlock()
	homes = append(homes, home(dir))
	return dir
}

// leftovers lists processes that should not have outlived the tests.
func leftovers() []string {
	var list []string
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		list = nil
		for _, pid := range pids() {
			if exe, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid)); err == nil && exe == self() && pid != os.Getpid() && pid != os.Getppid() {
				list = append(list, fmt.Sprint(pid, cmdline(pid)))
			}
		}
		for _, h := range homes {
			if p := survivors(h.data()); len(p) > 0 {
				list = append(list, fmt.Sprint("postgres", p))
			}
		}
		if len(list) == 0 || time.Now().After(deadline) {
			return list
		}
	}
}

func self() string { exe, _ := os.Readlink("/proc/self/exe"); return exe }

func pids() []int {
	var list []int
	entries, _ := os.ReadDir("/proc")
	for _, e := range entries {
		if pid, err := strconv.Atoi(e.Name()); err == nil {
			list = append(list, pid)
		}
	}
	return list
}

func cmdline(pid int) []string {
	b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	return strings.Split(strings.TrimRight(string(b), "\x00"), "\x00")
}

// keeperOf is the pid of the keeper of a home: the parent of its Postgres. (One that has finished may still be
// seen for a second, because the race detector sleeps before a process ends.)
func keeperOf(t *testing.T, h home) int {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", postmasterOf(t, h)))
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(b), "\nPPid:")
	line, _, _ := strings.Cut(after, "\n")
	pid := abs(line)
	if c := cmdline(pid); !IsKeeper(c) {
		t.Fatalf("the parent of Postgres is %d %q", pid, c)
	}
	return pid
}

func postmasterOf(t *testing.T, h home) int {
	t.Helper()
	pid := abs(lines(h.data())[0])
	if !slices.Contains(survivors(h.data()), pid) {
		t.Fatalf("%s has no postmaster", h)
	}
	return pid
}

// need skips a test where no Postgres is installed, but never in CI.
func need(t *testing.T) {
	t.Helper()
	for range search(t.Context()) {
		return
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("no Postgres is installed")
	}
	t.Skip("no Postgres is installed")
}

func needRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("needs root")
	}
}

// start is a console in this process.
func start(t *testing.T, dir string) *Server {
	t.Helper()
	return startWith(t, dir, Options{Database: "roster", Fast: true})
}

func startWith(t *testing.T, dir string, o Options) *Server {
	t.Helper()
	need(t)
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s, err := Start(t.Context(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func open(h home, user, database string) *sql.DB {
	return sql.OpenDB(pgdriver.NewConnector(pgdriver.WithNetwork("unix"), pgdriver.WithAddr(h.socket()),
		pgdriver.WithInsecure(true), pgdriver.WithUser(user), pgdriver.WithDatabase(database), pgdriver.WithTimeout(30*time.Second)))
}

// query asks over a new connection.
func query(h home, q string) (answer string, err error) {
	db := open(h, user, "roster")
	defer db.Close()
	err = db.QueryRow(q).Scan(&answer)
	return answer, err
}

func ask(t *testing.T, h home, q, want string) {
	t.Helper()
	if got, err := query(h, q); err != nil || got != want {
		t.Fatalf("%s: %q, %v; want %q", q, got, err, want)
	}
}

func do(t *testing.T, h home, q string) {
	t.Helper()
	db := open(h, user, "roster")
	defer db.Close()
	if _, err := db.Exec(q); err != nil {
		t.Fatalf("%s: %v", q, err)
	}
}

// eventually logs how long something took to become true.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	begun := time.Now()
	for !is() {
		if time.Since(begun) > 20*time.Second {
			t.Fatalf("not after 20 s: %s", what)
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Logf("%s: %v", what, time.Since(begun).Round(time.Millisecond))
}

func answers(h home) func() bool {
	return func() bool { a, err := query(h, "SELECT 1"); return err == nil && a == "1" }
}

func gone(h home) func() bool {
	return func() bool { return !held(h.path(keeperLock)) && len(survivors(h.data())) == 0 }
}

// clean fails if Postgres did not shut down properly.
func clean(t *testing.T, h home) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(h.data(), "postmaster.pid")); err == nil {
		t.Error("postmaster.pid is still there: Postgres was not stopped but killed")
	}
}

// as runs some tests again as another user.
func as(t *testing.T, uid, gid uint32, run string) {
	t.Helper()
	needRoot(t)
	need(t)
	c := exec.Command("/proc/self/exe", "-test.run", run, "-test.v", "-test.timeout=1m")
	c.Env = append(os.Environ(), hasty)
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: gid}}
	out, err := c.CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("--- PASS")) {
		t.Errorf("%v\n%s", err, out)
	}
	for l := range strings.Lines(string(out)) {
		if strings.Contains(l, "_test.go") || strings.Contains(l, "--- ") {
			t.Log(strings.TrimRight(l, "\n"))
		}
	}
}
