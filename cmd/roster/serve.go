package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"runtime/debug"
	"time"

	"roster/handlers"
	"roster/models"
	"roster/web"
)

func serve(ctx context.Context, c console, args []string) error {
	f := c.flags("serve", "serve the console", "[FLAGS]")
	var p place
	p.flags(f, c)
	if err := parse(f, args); err != nil {
		return err
	}
	l, err := p.listen(ctx, c)
	if err != nil {
		return err
	}
	defer l.Close()
	store, close, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer close()
	return c.serve(ctx, l, store, p, func() { fmt.Fprintf(c.stderr, "roster is at %s\n", p.origin) })
}

// stopTime is how long requests may take to finish once the console was told to stop.
const stopTime = 15 * time.Second

// garbage is how much may be left lying, in percent of what is in use. A console uses a few megabytes: with Go's usual
// hundred it would spend a tenth of its time sweeping them, to save some ten more. From 20 MB for each core on, which is
// what the hash of a password takes, and 20 for the rest, it sweeps as often as it must.
const garbage = 400

// serve answers until ctx ends, and then finishes what it began. It listens at once, and answers 503 while the database
// is away or its schema is being brought up.
func (c console) serve(ctx context.Context, l net.Listener, store *models.Store, p place, started func()) error {
	if c.getenv("GOGC") == "" && c.getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(garbage)
		debug.SetMemoryLimit(int64(runtime.NumCPU()+1) * 20 << 20)
	}
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	stopping, ready := make(chan struct{}), make(chan struct{})
	server := &http.Server{
		Handler: handlers.Routes(store, web.Site{
			Origin: p.origin, Environment: c.getenv("ROSTER_ENVIRONMENT"), Proxies: p.proxies, Mail: p.mail,
			Started: ready, Stopping: stopping}),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    web.MaxHeader,
		ErrorLog:          slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
	go func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			fail(err)
		}
	}()
	go func() {
		if err := bringUp(ctx, store, 0); err != nil {
			fail(err)
			return
		}
		close(ready)
		started()
		go store.KeepBranches(ctx)
		go store.KeepJobs(ctx)
		sweep(ctx, store)
	}()

	<-ctx.Done()
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	close(stopping)
	slog.Info("stopping")
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		return errors.Join(server.Close(), fmt.Errorf("some requests did not finish within %s", stopTime))
	}
	return nil
}

// sweep deletes now and again what has run out.
func sweep(ctx context.Context, store *models.Store) {
	for {
		if err := store.Sweep(ctx); err != nil && ctx.Err() == nil {
			slog.Warn("what has run out was not swept", "error", err)
		}
		if err := store.ForgetPreviews(ctx); err != nil && ctx.Err() == nil {
			slog.Warn("previews that nobody said yes to are kept", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(10 * time.Minute):
		}
	}
}
