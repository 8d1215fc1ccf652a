//go:build linux

package pgserver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// survivors lists the Postgres processes that work in a data directory. Each of them sits in it, so neither a pid
// that now names another program nor a zombie that nobody collects is taken for one.
func survivors(data string) []int {
	dir, err := os.Stat(data)
	if err != nil {
		return nil
	}
	entries, _ := os.ReadDir("/proc")
	var pids []int
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		// A shell may sit there as well.
		exe, err := os.Readlink("/proc/" + e.Name() + "/exe")
		if err != nil || !strings.Contains(filepath.Base(exe), "postgres") {
			continue
		}
		if cwd, err := os.Stat("/proc/" + e.Name() + "/cwd"); err == nil && os.SameFile(cwd, dir) {
			pids = append(pids, pid)
		}
	}
	return pids
}

// bury waits until nothing is left of an earlier server whose keeper is dead.
//
// A postmaster was told to stop when its keeper died, so it is only waited for. Without a postmaster its children
// go by themselves when they are idle, but a busy one would keep the data from being opened for as long as it computes.
func bury(ctx context.Context, data string) error {
	begun := time.Now()
	signal := syscall.SIGQUIT
	for {
		pids := survivors(data)
		if len(pids) == 0 {
			return nil
		}
		waited := time.Since(begun)
		master := abs(lines(data)[0])
		switch {
		case slices.Contains(pids, master):
			if waited > time.Minute {
				return fmt.Errorf("another Postgres (process %d) is using %s", master, data)
			}
		case waited > time.Second:
			signal = syscall.SIGKILL
			fallthrough
		default:
			for _, pid := range pids {
				syscall.Kill(pid, signal)
			}
		}
		if err := sleep(ctx, 10*time.Millisecond); err != nil {
			return err
		}
	}
}

// lines are those of postmaster.pid; there is always a first.
func lines(data string) []string {
	b, _ := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	return strings.Split(string(b), "\n")
}

// abs reads a pid. A server without a postmaster writes a negative one.
func abs(s string) int {
	n, _ := strconv.Atoi(strings.TrimSpace(s))
	return max(n, -n)
}

// ready says whether the postmaster with this pid takes connections. A stale file says "ready" as well.
func ready(data string, pid int) bool {
	l := lines(data)
	return len(l) > 7 && strings.TrimSpace(l[7]) == "ready" && abs(l[0]) == pid
}

// disown makes a lock file that a dead server left acceptable for the next one, which would refuse to start when the
// pid in it happens to be taken again, or belongs to a zombie. Postgres takes a file that names its parent for
// stale, so we, its parent, write our name into it. We do not remove it, because its other lines still
// lead Postgres to backends that live on.
func disown(dir, file, data string) error {
	// Rooted, since Postgres's user may write here and we may be root.
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	f, err := root.OpenFile(file, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	pid, rest, _ := strings.Cut(string(b), "\n")
	if slices.Contains(survivors(data), abs(pid)) {
		return nil // alive after all: let Postgres refuse
	}
	text := strconv.Itoa(os.Getpid()) + "\n" + rest
	// At no moment is it empty, which Postgres would not forgive.
	if _, err := f.WriteAt([]byte(text), 0); err != nil {
		return err
	}
	return f.Truncate(int64(len(text)))
}
