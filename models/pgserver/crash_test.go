//go:build linux

package pgserver

import (
	"bytes"
	"context"
	"fmt"
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
)

func kill(t *testing.T, pids ...int) {
	t.Helper()
	// They are stopped first, or the last would see that the first is dead and tidy up.
	for _, signal := range []syscall.Signal{syscall.SIGSTOP, syscall.SIGKILL} {
		for _, pid := range pids {
			if err := syscall.Kill(pid, signal); err != nil && err != syscall.ESRCH {
				t.Fatal(err)
			}
		}
	}
}

func TestKilledConsole(t *testing.T) {
	t.Parallel()
	need(t)
	dir := usedHome(t)
	p := startConsole(t, dir)
	p.says("ready")
	h, _ := openHome(dir)
	do(t, h, "DROP TABLE IF EXISTS t_killedconsole; CREATE TABLE t_killedconsole AS SELECT 1 AS n")

	// It started the server, but another console uses it too.
	q := startConsole(t, dir)
	q.says("ready")
	p.kill()
	time.Sleep(100 * time.Millisecond)
	ask(t, h, "SELECT n FROM t_killedconsole", "1")

	q.kill()
	eventually(t, "Postgres stopped after its last console was killed", gone(h))
	clean(t, h)
	start(t, dir)
	ask(t, h, "SELECT n FROM t_killedconsole", "1")
}

// A living console notices by itself what died and starts it again.
func TestKilledUnderALivingConsole(t *testing.T) {
	t.Parallel()
	var log syncBuffer
	dir := usedHome(t)
	s := startWith(t, dir, Options{Database: "roster", Log: slog.New(slog.NewTextHandler(&log, nil))})
	h := s.home
	p := startConsole(t, dir) // and two consoles do not start it twice
	p.says("ready")
	do(t, h, "DROP TABLE IF EXISTS t_killedunderalivingconsole; CREATE TABLE t_killedunderalivingconsole (n text)")
	for _, c := range []struct {
		what string
		kill func() []int
	}{
		{"the postmaster", func() []int { return []int{postmasterOf(t, h)} }},
		{"the keeper", func() []int { return []int{keeperOf(t, h)} }},
		{"all of Postgres", func() []int { return survivors(h.data()) }},
		{"keeper and Postgres", func() []int { return append([]int{keeperOf(t, h)}, survivors(h.data())...) }},
	} {
		do(t, h, "INSERT INTO t_killedunderalivingconsole VALUES ('"+c.what+"')")
		old := postmasterOf(t, h)
		kill(t, c.kill()...)
		eventually(t, c.what+" killed, works again", func() bool {
			return abs(lines(h.data())[0]) != old && answers(h)()
		})
		ask(t, h, "SELECT n FROM t_killedunderalivingconsole WHERE n = '"+c.what+"'", c.what)
	}
	p.stop()
	s.Stop()
	if !gone(h)() {
		t.Error("something stayed")
	}
	clean(t, h)
	t.Log(log.String())
}

// A backend that computes does not notice that its postmaster has died.
func TestBusyOrphanIsStopped(t *testing.T) {
	t.Parallel()
	dir := usedHome(t)
	s := start(t, dir)
	h := s.home
	busy := make(chan error, 1)
	go func() {
		_, err := query(h, "SELECT count(*)::text FROM generate_series(1, 100000000000) n WHERE n % 7 = 3")
		busy <- err
	}()
	eventually(t, "busy", func() bool {
		n, err := query(h, "SELECT count(*)::text FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%100000000000%' AND pid <> pg_backend_pid()")
		return err == nil && n == "1"
	})
	kill(t, keeperOf(t, h), postmasterOf(t, h))
	eventually(t, "works again", func() bool { return held(h.path(keeperLock)) && answers(h)() })
	if err := <-busy; err == nil {
		t.Error("the query ended well")
	}
}

func TestEverythingKilled(t *testing.T) {
	t.Parallel()
	need(t)
	dir := usedHome(t)
	h := home(dir)
	zombie := exec.Command("true") // it stays one until we wait for it
	stranger := exec.Command("sleep", "60")
	for _, c := range []*exec.Cmd{zombie, stranger} {
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Process.Kill(); c.Wait() })
	}
	for i, pid := range []int{0, zombie.Process.Pid, stranger.Process.Pid, os.Getpid(), -stranger.Process.Pid} {
		p := startConsole(t, dir)
		p.says("ready")
		if i == 0 {
			do(t, h, "DROP TABLE IF EXISTS t_everythingkilled; CREATE TABLE t_everythingkilled (n int)")
		}
		do(t, h, fmt.Sprintf("INSERT INTO t_everythingkilled VALUES (%d)", i))
		// The whole tree at once.
		kill(t, append([]int{p.Process.Pid, keeperOf(t, h)}, survivors(h.data())...)...)
		p.Wait()
		eventually(t, "all dead", gone(h))
		if pid != 0 {
			// The pid was taken again meanwhile.
			for _, file := range []string{filepath.Join(h.data(), "postmaster.pid"), h.socket() + ".lock"} {
				b, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				_, rest, _ := strings.Cut(string(b), "\n")
				if err := os.WriteFile(file, []byte(strconv.Itoa(pid)+"\n"+rest), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		begun := time.Now()
		s := start(t, dir)
		t.Logf("start after a crash: %v", time.Since(begun).Round(time.Millisecond))
		ask(t, h, "SELECT max(n)::text FROM t_everythingkilled", strconv.Itoa(i))
		s.Stop()
	}
}

// An empty lock file is what a power cut may leave.
func TestEmptyLockFile(t *testing.T) {
	t.Parallel()
	dir := usedHome(t)
	s := start(t, dir)
	s.Stop()
	if err := os.WriteFile(filepath.Join(s.home.data(), "postmaster.pid"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() == 0 {
		uid, gid, _ := ownerOf(s.home.data())
		os.Chown(filepath.Join(s.home.data(), "postmaster.pid"), uid, gid)
	}
	start(t, dir)
	ask(t, s.home, "SELECT 1", "1")
}

func TestConsoleKilledWhileItMakesTheCluster(t *testing.T) {
	t.Parallel()
	need(t)
	dir := newHome(t)
	for i := range 8 {
		p := startConsole(t, dir)
		time.Sleep(time.Duration(i) * 60 * time.Millisecond)
		p.kill()
	}
	s := start(t, dir)
	ask(t, s.home, "SELECT 1", "1")
	if left, _ := filepath.Glob(filepath.Join(dir, "data.new-*")); len(left) > 0 {
		t.Error(left)
	}
}

// Somebody removes the data under a living console. An empty database would look as if all people were gone.
func TestVanishedDataAreNotReplaced(t *testing.T) {
	t.Parallel()
	s := start(t, usedHome(t))
	h := s.home
	kill(t, append([]int{keeperOf(t, h)}, survivors(h.data())...)...)
	aside := h.path("aside")
	if err := os.Rename(h.data(), aside); err != nil {
		t.Fatal(err)
	}
	time.Sleep(600 * time.Millisecond)
	if _, err := os.Stat(h.data()); err == nil {
		t.Fatal("a new cluster was made")
	}
	if err := os.Rename(aside, h.data()); err != nil {
		t.Fatal(err)
	}
	eventually(t, "works again with the data back", answers(h))
}

func TestKeeperAskedToStop(t *testing.T) {
	t.Parallel()
	s := start(t, usedHome(t))
	old := postmasterOf(t, s.home)
	syscall.Kill(keeperOf(t, s.home), syscall.SIGTERM)
	eventually(t, "works again", func() bool { return !slices.Contains(survivors(s.home.data()), old) && answers(s.home)() })
}

func TestWaitsForAnotherPostmaster(t *testing.T) {
	t.Parallel()
	dir := usedHome(t)
	s := start(t, dir)
	h := s.home
	s.Stop()
	// An administrator has started one by hand, and stops it soon.
	bin, o, err := choose(t.Context(), h)
	if err != nil {
		t.Fatal(err)
	}
	c := o.command(syscall.SIGKILL, filepath.Join(bin, "postgres"), "-D", h.data(), "-c", "listen_addresses=", "-c", "unix_socket_directories="+h.sockets())
	done := make(chan error, 1)
	go func() { _, err := run(context.Background(), c); done <- err }()
	eventually(t, "up", func() bool { return ready(h.data(), abs(lines(h.data())[0])) })
	pid := postmasterOf(t, h)
	time.AfterFunc(300*time.Millisecond, func() { syscall.Kill(pid, syscall.SIGINT) })
	start(t, dir)
	ask(t, h, "SELECT 1", "1")
	if err := <-done; err != nil {
		t.Error("it did not end well:", err)
	}
}

// syncBuffer is for a logger.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
