//go:build linux

package pgserver

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// lifecycle is the life of a server: made, used, left, started again.
func lifecycle(t *testing.T, dir string, o Options) home {
	t.Helper()
	var progress []string
	o.Database = "roster"
	o.Progress = func(s string) { progress = append(progress, s) }

	begun := time.Now()
	s := startWith(t, dir, o)
	t.Logf("first start: %v", time.Since(begun).Round(time.Millisecond))
	h := s.home
	if len(progress) != 1 || !strings.Contains(progress[0], string(h)) {
		t.Errorf("told %q while making the cluster", progress)
	}
	ask(t, h, "SELECT current_user", user)
	do(t, h, "CREATE TABLE people AS SELECT 'Keegan' AS name")
	closed(t, h.data(), h.sockets())
	begun = time.Now()
	another := startWith(t, dir, o)
	t.Logf("one more console: %v", time.Since(begun).Round(time.Millisecond))
	if err := another.Stop(); err != nil {
		t.Fatal(err)
	}
	ask(t, h, "SELECT name FROM people", "Keegan")

	begun = time.Now()
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	t.Logf("stop: %v", time.Since(begun).Round(time.Millisecond))
	if !gone(h)() {
		t.Error("Stop returned before Postgres had stopped")
	}
	clean(t, h)

	begun = time.Now()
	s = startWith(t, dir, o)
	t.Logf("later start: %v", time.Since(begun).Round(time.Millisecond))
	ask(t, h, "SELECT name FROM people", "Keegan")
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	if len(progress) != 1 {
		t.Errorf("told %q later", progress[1:])
	}
	return h
}

func closed(t *testing.T, dirs ...string) {
	t.Helper()
	for _, dir := range dirs {
		if i, err := os.Stat(dir); err != nil || i.Mode() != fs.ModeDir|0o700 {
			t.Errorf("%s: %v, %v", dir, i.Mode(), err)
		}
	}
}

func TestLife(t *testing.T) {
	h := lifecycle(t, newHome(t), Options{})
	if os.Geteuid() != 0 {
		closed(t, string(h))
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	for _, fast := range []bool{false, true} {
		t.Run(fmt.Sprint("fast ", fast), func(t *testing.T) {
			s := startWith(t, usedHome(t), Options{Database: "roster", Fast: fast})
			durable := "on"
			if fast {
				durable = "off"
			}
			for name, want := range map[string]string{
				"fsync": durable, "synchronous_commit": durable, "full_page_writes": durable,
				"listen_addresses": "", "max_connections": "64", "jit": "off", "wal_level": "minimal", "autovacuum": "on",
				"random_page_cost": "1.1", "data_checksums": "on", "server_encoding": "UTF8", "unix_socket_permissions": "0700",
			} {
				ask(t, s.home, "SHOW "+name, want)
			}
			ask(t, s.home, "SELECT count(*)::text FROM pg_hba_file_rules WHERE error IS NOT NULL OR auth_method <> 'peer'", "0")
		})
	}
}

func TestAlterSystemWinsAndIsKept(t *testing.T) {
	t.Parallel()
	dir := usedHome(t)
	s := start(t, dir)
	do(t, s.home, "ALTER SYSTEM SET work_mem = '7MB'")
	s.Stop()
	s = start(t, dir)
	ask(t, s.home, "SHOW work_mem", "7MB")
}

func TestOnlyTheConsoleRoleMayConnect(t *testing.T) {
	t.Parallel()
	s := start(t, usedHome(t))
	do(t, s.home, "DROP ROLE IF EXISTS eve; CREATE ROLE eve LOGIN SUPERUSER")
	db := open(s.home, "eve", "roster")
	defer db.Close()
	if err := db.Ping(); err == nil || !strings.Contains(err.Error(), "eer authentication failed") {
		t.Errorf("Eve: %v", err)
	}
}

func TestStrangeNames(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(newHome(t), `it's "a", \home`)
	track(dir)
	t.Cleanup(func() { os.RemoveAll(home(dir).sockets()) }) // in /tmp, because of the comma
	s := startWith(t, dir, Options{Database: `a "b' c`, Fast: true})
	db := open(s.home, user, `a "b' c`)
	defer db.Close()
	if err := db.Ping(); err != nil {
		t.Error(err)
	}
	if got := s.DSN(`a "b' c`); !strings.HasSuffix(got, ` port=5432 user=console dbname='a "b\' c' sslmode=disable`) {
		t.Error(got)
	}
}

func TestConsolesShare(t *testing.T) {
	t.Parallel()
	dir := usedHome(t)
	s := start(t, dir)
	h := s.home
	do(t, h, "DROP TABLE IF EXISTS t_consolesshare; CREATE TABLE t_consolesshare AS SELECT 42 AS n")

	// The one that came first leaves first.
	p := startConsole(t, dir)
	p.says("ready")
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	ask(t, h, "SELECT n FROM t_consolesshare", "42")
	// The other order.
	s = start(t, dir)
	p.stop()
	ask(t, h, "SELECT n FROM t_consolesshare", "42")
	s.Stop()
	if !gone(h)() {
		t.Error("Postgres outlived the last console")
	}
	clean(t, h)
}

func TestConsolesStartTogether(t *testing.T) {
	t.Parallel()
	need(t)
	dir := newHome(t)
	begun := time.Now()
	var list []*process
	for range 3 {
		list = append(list, startConsole(t, dir))
	}
	for _, p := range list {
		p.says("ready")
	}
	t.Logf("three consoles ready: %v", time.Since(begun).Round(time.Millisecond))
	h, _ := openHome(dir)
	ask(t, h, "SELECT 1", "1")
	for _, p := range list {
		p.in.Close()
	}
	for _, p := range list {
		p.says("stopped")
	}
	if !gone(h)() {
		t.Error("Postgres outlived the last console")
	}
	clean(t, h)
}

func TestComingWhileTheLastOneLeaves(t *testing.T) {
	t.Parallel()
	dir := usedHome(t)
	s := start(t, dir)
	h := s.home
	for i := range 12 {
		var wg sync.WaitGroup
		wg.Go(func() { s.Stop() })
		time.Sleep(time.Duration(i) * 3 * time.Millisecond)
		next := start(t, dir)
		wg.Wait()
		ask(t, h, "SELECT 1", "1")
		s = next
	}
}

// A child has copies of all our files until it becomes another program.
func TestStopWhileTheProgramStartsOthers(t *testing.T) {
	t.Parallel()
	dir := usedHome(t)
	quit := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-quit:
				return
			default:
				exec.Command("/bin/true").Run()
			}
		}
	})
	for range 5 {
		s := start(t, dir)
		if err := s.Stop(); err != nil || !gone(s.home)() {
			t.Error("Stop did not wait:", err)
		}
	}
	close(quit)
	wg.Wait()
}

func TestStopCanBeRepeated(t *testing.T) {
	t.Parallel()
	s := start(t, usedHome(t))
	for range 2 {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	}
}

func TestAnImpatientConsole(t *testing.T) {
	t.Parallel()
	need(t)
	dir := newHome(t)
	for _, patience := range []time.Duration{time.Millisecond, 60 * time.Millisecond, 200 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		s, err := Start(ctx, dir, Options{Fast: true})
		if err == nil {
			s.Stop()
		} else if !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		cancel()
	}
	start(t, dir)
	if left, _ := filepath.Glob(filepath.Join(dir, "data.new-*")); len(left) > 0 {
		t.Error(left)
	}
}

func TestAProgramThatForgetsTheKeeper(t *testing.T) {
	t.Setenv(inKeeper, "1")
	if _, err := Start(t.Context(), newHome(t), Options{}); err == nil || !strings.Contains(err.Error(), "pgserver.Keep") {
		t.Error(err)
	}
}

// A Postgres that got one of these would hold it for as long as it lives.
func TestPostgresInheritsNoLockAndNoSecret(t *testing.T) {
	t.Setenv("ROSTER_SECRET", "hush")
	s := start(t, usedHome(t))
	pid := postmasterOf(t, s.home)
	fds, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", pid))
	if err != nil || len(fds) == 0 {
		t.Fatal("no descriptors", err)
	}
	for _, fd := range fds {
		if to, _ := os.Readlink(fd); strings.HasSuffix(to, ".lock") {
			t.Error("Postgres has", to)
		}
	}
	if b, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid)); err != nil || strings.Contains(string(b), "hush") {
		t.Errorf("%s, %v", b, err)
	}
}

func TestLongPath(t *testing.T) {
	t.Parallel()
	dir := newHome(t)
	for len(dir) < 120 {
		dir = filepath.Join(dir, "a-rather-long-name")
	}
	track(dir)
	s := start(t, dir)
	h := s.home
	if len(h.socket()) > longest || !strings.HasPrefix(h.sockets(), "/tmp/roster-") {
		t.Error(h.socket())
	}
	t.Cleanup(func() { os.RemoveAll(h.sockets()) })
	closed(t, h.sockets())
	p := startConsole(t, dir)
	p.says("ready")
	ask(t, h, "SELECT 1", "1")
	p.stop()
	s.Stop()

	// Eve was in /tmp first.
	for name, plant := range map[string]func(dir string) error{
		"her own directory": func(dir string) error { return errors.Join(os.Mkdir(dir, 0o700), os.Chown(dir, 12345, 12345)) },
		"a link":            func(dir string) error { return os.Symlink(t.TempDir(), dir) },
	} {
		if name == "her own directory" && os.Geteuid() != 0 {
			continue
		}
		if err := errors.Join(os.RemoveAll(h.sockets()), plant(h.sockets())); err != nil {
			t.Fatal(err)
		}
		if _, err := Start(t.Context(), dir, Options{}); err == nil || !strings.Contains(err.Error(), "remove it") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLogIsBounded(t *testing.T) {
	t.Parallel()
	dir := usedHome(t)
	s := start(t, dir)
	s.Stop()
	log := s.home.path("postgres.log")
	if err := os.Truncate(log, logSize+1); err != nil {
		t.Fatal(err)
	}
	start(t, dir)
	if i, err := os.Stat(log); err != nil || i.Size() > mb || i.Mode() != 0o600 {
		t.Error(i, err)
	}
}

func TestAPostgresThatCannotStartSaysWhy(t *testing.T) {
	t.Parallel()
	dir := usedHome(t)
	s := start(t, dir)
	s.Stop()
	auto := filepath.Join(s.home.data(), "postgresql.auto.conf")
	before, err := os.ReadFile(auto)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(auto, []byte("nonsense = 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.WriteFile(auto, before, 0o600) })
	s2, err := Start(t.Context(), dir, Options{})
	if err == nil {
		s2.Stop()
		t.Fatal("it did start")
	}
	if !strings.Contains(err.Error(), `"nonsense"`) {
		t.Error(err)
	}
	t.Log(err)
	if !gone(s.home)() {
		t.Error("something stayed")
	}
}

func TestForeignDataAreLeftAlone(t *testing.T) {
	t.Parallel()
	need(t)
	dir := newHome(t)
	if err := errors.Join(os.MkdirAll(filepath.Join(dir, "data"), 0o700), os.WriteFile(filepath.Join(dir, "data", "letter"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(t.Context(), dir, Options{}); err == nil || !strings.Contains(err.Error(), "move it away") {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "data", "letter")); err != nil {
		t.Error(err)
	}
}

// In a container, everything ends with the first process.
func TestFirstProcessOfAContainer(t *testing.T) {
	t.Parallel()
	needRoot(t)
	need(t)
	dir := usedHome(t)
	p := startConsole(t, dir, "unshare", "--pid", "--fork", "--kill-child", "--mount-proc")
	p.says("ready")
	h, _ := openHome(dir)
	do(t, h, "DROP TABLE IF EXISTS t_firstprocessofacontainer; CREATE TABLE t_firstprocessofacontainer AS SELECT 1 AS n")
	p.stop()
	clean(t, h)

	// Killed, it takes all with it, and the pids in the lock files mean other processes now.
	p = startConsole(t, dir, "unshare", "--pid", "--fork", "--kill-child", "--mount-proc")
	p.says("ready")
	p.Process.Signal(syscall.SIGKILL)
	p.Wait()
	eventually(t, "all gone", gone(h))
	start(t, dir)
	ask(t, h, "SELECT n FROM t_firstprocessofacontainer", "1")
}
