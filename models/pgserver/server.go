//go:build linux

package pgserver

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// Server is a handle on a private Postgres. The server lives as long as anybody, in any process, has one.
type Server struct {
	home home
	o    Options

	use     *os.File // use.lock, shared
	quit    context.CancelFunc
	watched chan struct{} // closed when nobody watches any more
	once    sync.Once
	err     error
}

// Start makes sure that the private Postgres in dir runs, and returns a handle on it. The first start makes the
// directory and the cluster. Until Stop, a server that dies is started again within about a second.
//
// The server runs under a keeper, which is this same program started again: main has to begin with
//
//	if pgserver.IsKeeper(os.Args) {
//		os.Exit(pgserver.Keep(os.Args))
//	}
func Start(ctx context.Context, dir string, o Options) (*Server, error) {
	if os.Getenv(inKeeper) != "" {
		return nil, errors.New("this program does not call pgserver.Keep at the beginning of main")
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Progress == nil {
		o.Progress = func(string) {}
	}
	h, err := openHome(dir)
	if err != nil {
		return nil, fmt.Errorf("private Postgres: %w", err)
	}
	s := &Server{home: h, o: o, watched: make(chan struct{})}
	// A keeper that is stopping its server holds this; we come in when it has finished.
	if s.use, err = lock(ctx, h.path(useLock), shared); err == nil {
		err = s.ensure(ctx, true)
		if err != nil {
			err = errors.Join(err, s.leave())
		}
	}
	if err != nil {
		return nil, fmt.Errorf("private Postgres in %s: %w", h, err)
	}
	ctx, s.quit = context.WithCancel(context.Background())
	go s.watch(ctx)
	return s, nil
}

// DSN is the connection string of a database, in libpq's key=value form. It stays the same when Postgres is restarted.
func (s *Server) DSN(database string) string { return dsn(s.home.sockets(), database) }

// Stop lets go of the server. The last one out waits until Postgres has stopped, so that a console that is
// the first process of a container does not take Postgres down with it.
func (s *Server) Stop() error {
	s.once.Do(func() {
		s.quit()
		<-s.watched
		s.err = s.leave()
	})
	return s.err
}

// ensure returns when Postgres answers, and starts it if it does not run. Data may be made only at the first time:
// if they vanish under a living console, an empty database in their place would be worse than none.
func (s *Server) ensure(ctx context.Context, first bool) error {
	door, err := lock(ctx, s.home.path(startLock), exclusive)
	if err != nil {
		return err
	}
	defer unlock(door)
	for tries := 1; ; tries++ {
		if !held(s.home.path(keeperLock)) {
			if err := s.launch(ctx, first); err != nil {
				return err
			}
		} else if err := s.await(ctx); err == errGone {
			continue // what we found was already dying
		} else if err != nil {
			return err
		}
		err := s.home.createDatabase(ctx, s.o.Database)
		if err == nil || tries == 5 {
			return err
		}
		// Postgres may have died just now, and its keeper be about to notice.
		if err := sleep(ctx, 50*time.Millisecond); err != nil {
			return err
		}
	}
}

var errGone = errors.New("the keeper is gone")

// await waits until the keeper says that Postgres is ready. After a crash that may take a while.
func (s *Server) await(ctx context.Context) error {
	for begun, told := time.Now(), false; ; {
		if !held(s.home.path(keeperLock)) {
			return errGone
		}
		if b, err := os.ReadFile(s.home.path(keeperLock)); err != nil || string(b) == "ready" {
			return err
		}
		if !told && time.Since(begun) > 3*time.Second {
			told = true
			s.o.Progress("Waiting for the private Postgres to recover what it was doing when it was interrupted …")
		}
		if err := sleep(ctx, 2*time.Millisecond); err != nil {
			return fmt.Errorf("waiting for Postgres to be ready: %w", err)
		}
	}
}

// launch starts Postgres. The caller holds start.lock and has seen that there is no keeper.
func (s *Server) launch(ctx context.Context, first bool) error {
	h := s.home
	state, err := lock(ctx, h.path(keeperLock), exclusive)
	if err != nil {
		return err
	}
	defer state.Close()
	if err := state.Truncate(0); err != nil {
		return err
	}
	bin, o, err := choose(ctx, h)
	if err != nil {
		return err
	}
	if o.Inner != 0 || o.UID == os.Geteuid() {
		if err := shut(h); err != nil {
			return err
		}
	}
	if major, err := h.major(); err != nil {
		return err
	} else if major == 0 {
		if !first {
			return fmt.Errorf("%s is gone", h.data())
		}
		s.o.Progress(fmt.Sprintf("Preparing a private Postgres in %s …", h))
		if err := h.create(ctx, bin, o, s.o.Fast); err != nil {
			return err
		}
	}
	if err := bury(ctx, h.data()); err != nil {
		return err
	}
	if err := h.makeSockets(o); err != nil {
		return err
	}
	if err := h.settings(o, s.o.Fast); err != nil {
		return err
	}
	log, from, err := h.openLog()
	if err != nil {
		return err
	}
	defer log.Close()
	if err := startKeeper(errand{h, bin, o}, state, log); err != nil {
		return err
	}
	state.Close() // now it is the keeper's alone
	if err := s.await(ctx); err != errGone {
		return err
	}
	return fmt.Errorf("the Postgres from %s did not start: %s (see %s)", bin, complaint(log, from), log.Name())
}

// shut closes a directory that nobody else has to walk through.
func shut(h home) error {
	uid, _, err := ownerOf(string(h))
	if err != nil || uid != os.Geteuid() {
		return err
	}
	return os.Chmod(string(h), 0o700)
}

// watch starts Postgres again when it dies, until the context ends.
func (s *Server) watch(ctx context.Context) {
	defer close(s.watched)
	const often = 200 * time.Millisecond
	for pause := often; sleep(ctx, pause) == nil; {
		if held(s.home.path(keeperLock)) {
			pause = often
			continue
		}
		begun := time.Now()
		err := s.ensure(ctx, false)
		switch {
		case ctx.Err() != nil:
		case err != nil:
			s.o.Log.Error("the private Postgres died and does not start again", "dir", string(s.home), "err", err)
			pause = min(2*pause, 10*time.Second)
		default:
			s.o.Log.Warn("the private Postgres died and was started again", "dir", string(s.home), "took", time.Since(begun))
		}
	}
}

// leave lets go of use.lock and, if no console is left, waits until Postgres has stopped.
func (s *Server) leave() error {
	ctx, cancel := context.WithTimeout(context.Background(), 6*time.Minute)
	defer cancel()
	// One leaver at a time, or two would take each other for consoles that stay.
	door, err := lock(ctx, s.home.path(stopLock), exclusive)
	unlock(s.use)
	if err != nil {
		return err
	}
	defer unlock(door)
	for {
		used, err := s.home.used()
		if used || err != nil {
			return err
		}
		if !held(s.home.path(keeperLock)) && len(survivors(s.home.data())) == 0 {
			return nil
		}
		if err := sleep(ctx, 2*time.Millisecond); err != nil {
			return fmt.Errorf("the Postgres in %s is still stopping: %w", s.home, err)
		}
	}
}

// used says whether a console has a handle. If the lock can be had whole, nobody has, and the keeper is about to notice.
// If it cannot even be shared, the keeper has noticed.
func (h home) used() (bool, error) {
	for _, how := range []int{exclusive, shared} {
		f, err := tryLock(h.path(useLock), how)
		if err != nil {
			return false, err
		}
		if f != nil {
			unlock(f)
			return how == shared, nil
		}
	}
	return false, nil
}
