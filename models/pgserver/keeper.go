//go:build linux

package pgserver

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// The keeper is the parent of Postgres: this program once more, in a session of its own. It outlives the console that
// started it, for the sake of others, and stops Postgres when no console is left.
const (
	keeperName = "pg-keeper"
	// inKeeper marks the keeper's environment. A program that starts servers but forgets to call Keep would
	// otherwise start itself again and again.
	inKeeper = "ROSTER_PG_KEEPER"
	// keeperFD is where the console hands over keeper.lock, already locked, so that there is never a second keeper.
	keeperFD = 3
)

// errand is what a console asks of the keeper; it travels in the keeper's arguments.
type errand struct {
	Home  home
	Bin   string
	Owner owner
}

// IsKeeper says whether this process is to be a keeper. If so, main should call Keep and nothing else.
func IsKeeper(args []string) bool { return len(args) == 3 && args[1] == keeperName }

// Keep is the keeper's main program. It returns the exit code when Postgres has stopped.
func Keep(args []string) int {
	var e errand
	err := json.Unmarshal([]byte(args[2]), &e)
	if err == nil {
		err = e.keep()
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s keeper: %v\n", time.Now().UTC().Format(time.DateTime), err)
		return 1
	}
	return 0
}

// startKeeper starts a keeper that holds the lock from its first moment, and writes to the log.
func startKeeper(e errand, lock, log *os.File) error {
	arg, err := json.Marshal(e)
	if err != nil {
		return err
	}
	c := exec.Command("/proc/self/exe") // even if the file was replaced since
	c.Args = []string{os.Args[0], keeperName, string(arg)}
	c.Env = append(environment(), inKeeper+"=1")
	c.Dir = "/"
	c.Stdout, c.Stderr = log, log
	c.ExtraFiles = []*os.File{lock}
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := c.Start(); err != nil {
		return err
	}
	go c.Wait() // so that it does not stay as a zombie
	return nil
}

func (e errand) keep() error {
	syscall.CloseOnExec(keeperFD) // or Postgres holds the lock too
	state := os.NewFile(keeperFD, keeperLock)
	defer state.Close()
	// Notified, not ignored: Postgres would inherit that, and not hear the signal that stops it.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)

	data := e.Home.data()
	if err := disown(data, "postmaster.pid", data); err != nil {
		return err
	}
	if err := disown(e.Home.sockets(), socketFile+".lock", data); err != nil {
		return err
	}
	use, err := openLock(e.Home.path(useLock))
	if err != nil {
		return err
	}
	alone := make(chan error, 1)
	go func() { alone <- flock(use, exclusive) }()

	runtime.LockOSThread() // see command; this goroutine stays until the end
	c := e.Owner.command(syscall.SIGINT, filepath.Join(e.Bin, "postgres"), "-D", data,
		"-c", "config_file="+e.Home.path("postgresql.conf"))
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	if err := c.Start(); err != nil {
		return err
	}
	pid, died := c.Process.Pid, make(chan error, 1)
	go func() { died <- c.Wait() }()

	tick := time.NewTicker(2 * time.Millisecond)
	var failure error
	for told := false; ; {
		select {
		case err := <-died:
			// Nobody may mistake us for alive while we are on our way out.
			return errors.Join(fmt.Errorf("postgres ended by itself: %v", err), state.Truncate(0))
		case failure = <-alone:
			defer use.Close() // whoever comes while Postgres stops has to wait for that
		case <-signals:
		case <-tick.C:
			switch {
			case told:
				trim(os.Stderr)
			case ready(data, pid):
				if _, err := state.WriteAt([]byte("ready"), 0); err != nil {
					c.Process.Signal(syscall.SIGINT)
					return errors.Join(err, <-died)
				}
				told = true
				tick.Reset(time.Minute)
			}
			continue
		}
		return errors.Join(failure, state.Truncate(0), stop(c.Process, died))
	}
}

// stop stops Postgres without waiting for its clients, which are gone, and with a last checkpoint.
// Only one that hangs is stopped the hard way; it then recovers at its next start.
func stop(p *os.Process, died <-chan error) error {
	p.Signal(syscall.SIGINT)
	select {
	case err := <-died:
		return err
	case <-time.After(5 * time.Minute):
	}
	p.Signal(syscall.SIGQUIT)
	return <-died
}

// logSize is how long postgres.log may become. It is then begun again: it is for reading after trouble, not for history.
const logSize = 10 * mb

// openLog opens the log and says where this start's lines begin.
func (h home) openLog() (*os.File, int64, error) {
	f, err := os.OpenFile(h.path("postgres.log"), os.O_RDWR|os.O_CREATE|os.O_APPEND|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, 0, err
	}
	err = giveTo(f, string(h))
	if err == nil {
		err = trim(f)
	}
	i, err1 := f.Stat()
	if err = errors.Join(err, err1); err != nil {
		f.Close()
		return nil, 0, err
	}
	return f, i.Size(), nil
}

func trim(f *os.File) error {
	i, err := f.Stat()
	if err == nil && i.Mode().IsRegular() && i.Size() > logSize {
		err = f.Truncate(0)
	}
	return err
}

// complaint is what the log says about a start that failed: its last lines, without their times.
func complaint(f *os.File, from int64) string {
	b := make([]byte, 64<<10)
	n, _ := f.ReadAt(b, from)
	said := strings.Split(strings.TrimSpace(string(b[:n])), "\n")
	said = said[max(0, len(said)-4):]
	for i, l := range said {
		if _, text, ok := strings.Cut(l, "] "); ok {
			said[i] = text
		}
	}
	return strings.Join(said, "; ")
}
