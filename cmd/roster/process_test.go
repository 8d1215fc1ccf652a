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
	"slices"
	"strconv"
	"strings"
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
