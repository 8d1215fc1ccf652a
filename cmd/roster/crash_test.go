package main

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"roster/models/pgserver"
)

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
