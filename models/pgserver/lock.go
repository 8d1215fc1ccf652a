//go:build linux

package pgserver

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// Every lock is a flock on a file in the home directory. The kernel drops it when its holder dies, however it dies.
const (
	useLock    = "use.lock"    // shared by living consoles; the keeper waits for it exclusively and so learns that it is alone
	startLock  = "start.lock"  // held by the console that is looking after the server's start
	stopLock   = "stop.lock"   // held by the console that is leaving
	keeperLock = "keeper.lock" // held by the keeper as long as it lives; the file says whether Postgres is ready
)

const (
	shared    = syscall.LOCK_SH
	exclusive = syscall.LOCK_EX
)

// lock waits until it has the lock; unlock gives it back.
func lock(ctx context.Context, path string, how int) (*os.File, error) {
	for {
		f, err := tryLock(path, how)
		if f != nil || err != nil {
			return f, err
		}
		if err := sleep(ctx, 5*time.Millisecond); err != nil {
			return nil, fmt.Errorf("waiting for %s: %w", path, err)
		}
	}
}

// unlock does not leave it to Close: a child that is being started at this moment, by another part of the program,
// has a copy of the file until it becomes another program, and would keep the lock so long.
func unlock(f *os.File) {
	flock(f, syscall.LOCK_UN)
	f.Close()
}

// tryLock returns nil when somebody else has the lock.
func tryLock(path string, how int) (*os.File, error) {
	f, err := openLock(path)
	if err != nil {
		return nil, err
	}
	if err = flock(f, how|syscall.LOCK_NB); err == nil {
		return f, nil
	}
	f.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, nil
	}
	return nil, &os.PathError{Op: "flock", Path: path, Err: err}
}

// held says whether somebody has the lock exclusively.
func held(path string) bool {
	f, err := tryLock(path, shared)
	if f != nil {
		unlock(f)
	}
	return f == nil && err == nil
}

// openLock opens the file, for whoever owns the directory: root may be only visiting.
func openLock(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW, 0o600)
	if err == nil {
		err = giveTo(f, filepath.Dir(path))
	}
	if err != nil && f != nil {
		f.Close()
		f = nil
	}
	return f, err
}

// giveTo makes the directory's owner the owner of a file in it.
func giveTo(f *os.File, dir string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	uid, gid, err := ownerOf(dir)
	if err != nil || uid == 0 {
		return err
	}
	i, err := f.Stat()
	if err != nil {
		return err
	}
	s := i.Sys().(*syscall.Stat_t)
	if int(s.Uid) == uid {
		return nil
	}
	// Who owns the directory may have put another name of some file of root's here.
	if !i.Mode().IsRegular() || s.Nlink != 1 {
		return fmt.Errorf("%s is not a file of ours: remove it", f.Name())
	}
	return f.Chown(uid, gid)
}

func flock(f *os.File, how int) error {
	for {
		if err := syscall.Flock(int(f.Fd()), how); err != syscall.EINTR {
			return err
		}
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-t.C:
		return nil
	}
}
