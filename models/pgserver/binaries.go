//go:build linux

package pgserver

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// places are where systems put the binaries. Within one, the newest version comes first.
var places = []string{
	"/usr/lib/postgresql/*/bin",
	"/usr/pgsql-*/bin",
	"/usr/libexec/postgresql*",
	"/usr/libexec/postgresql*/bin",
	"/home/linuxbrew/.linuxbrew/opt/postgresql*/bin",
	"/opt/homebrew/opt/postgresql*/bin",
	"/usr/local/opt/postgresql*/bin",
}

// choose finds a directory of binaries and somebody who can run them in this home.
// Data that exist can only be read by the major version that wrote them.
func choose(ctx context.Context, h home) (bin string, o owner, err error) {
	major, err := h.major()
	if err != nil {
		return "", o, err
	}
	candidates, err := owners(h)
	if err != nil {
		return "", o, err
	}
	missing := &MissingError{Major: major}
	if major != 0 {
		missing.Data = h.data()
	}
	var failure error
	for bin := range search(ctx) {
		for _, o := range candidates {
			v, err := version(ctx, h, bin, o)
			if err != nil {
				failure = errors.Join(failure, fmt.Errorf("%s as %s: %w", bin, o, err))
				continue
			}
			if v == major || major == 0 && v >= oldest {
				return bin, o, nil
			}
			missing.Found = append(missing.Found, v)
			break
		}
	}
	if failure != nil {
		return "", o, fmt.Errorf("no Postgres that is installed here can run in %s: %w", h, failure)
	}
	slices.Sort(missing.Found)
	missing.Found = slices.Compact(missing.Found)
	return "", o, missing
}

// search yields directories that hold both postgres and initdb, without asking whether they work.
func search(ctx context.Context) iter.Seq[string] {
	return func(yield func(string) bool) {
		seen := map[string]bool{}
		offer := func(dir string) bool {
			// On PATH there is often only a link to the real place, which alone has the libraries and initdb beside it.
			dir, err := filepath.EvalSymlinks(dir)
			if err != nil || seen[dir] || !executable(filepath.Join(dir, "postgres")) || !executable(filepath.Join(dir, "initdb")) {
				return true
			}
			seen[dir] = true
			return yield(dir)
		}
		if p, err := exec.LookPath("postgres"); err == nil {
			if p, err := filepath.EvalSymlinks(p); err == nil && !offer(filepath.Dir(p)) {
				return
			}
		}
		for _, place := range places {
			found, _ := filepath.Glob(place)
			slices.SortFunc(found, newestFirst)
			for _, dir := range found {
				if !offer(dir) {
					return
				}
			}
		}
		if out, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output(); err == nil {
			if !offer(strings.TrimSpace(string(out))) {
				return
			}
		}
		for dir := range npm() {
			if !offer(dir) {
				return
			}
		}
	}
}

var number = regexp.MustCompile(`\d+(\.\d+)?`)

// newestFirst compares the last number of two paths: 15 is newer than 9.6.
func newestFirst(a, b string) int {
	last := func(s string) (v float64) {
		if all := number.FindAllString(s, -1); len(all) > 0 {
			v, _ = strconv.ParseFloat(all[len(all)-1], 64)
		}
		return v
	}
	return cmp.Compare(last(b), last(a))
}

// executable says whether this is a program that only root or we could have put there: one may come from
// node_modules in some parent of the working directory, and that can be /tmp.
func executable(path string) bool {
	i, err := os.Stat(path)
	if err != nil || !i.Mode().IsRegular() || i.Mode()&0o111 == 0 {
		return false
	}
	uid := int(i.Sys().(*syscall.Stat_t).Uid)
	return uid == 0 || uid == os.Geteuid()
}

var versionLine = regexp.MustCompile(`PostgreSQL\) (\d+)`)

// version is the major version of the binaries. It asks as the owner and from inside the home, and so learns by doing
// whether the parents can be entered, the libraries read, and whether the kernel gives out namespaces.
func version(ctx context.Context, h home, bin string, o owner) (int, error) {
	c := o.command(syscall.SIGKILL, filepath.Join(bin, "postgres"), "--version")
	c.Dir = string(h)
	out, err := run(ctx, c)
	if err != nil {
		return 0, err
	}
	m := versionLine.FindStringSubmatch(out)
	if m == nil {
		return 0, fmt.Errorf("postgres --version says %q", out)
	}
	return strconv.Atoi(m[1])
}

// run runs a short command to its end, and dies no later than the context. What it printed is also in the error.
func run(ctx context.Context, c *exec.Cmd) (string, error) {
	runtime.LockOSThread() // see command
	defer runtime.UnlockOSThread()
	var b strings.Builder
	c.Stdout, c.Stderr = &b, &b
	if err := c.Start(); err != nil {
		return "", err
	}
	stop := context.AfterFunc(ctx, func() { c.Process.Kill() })
	err := c.Wait()
	stop()
	out := strings.TrimSpace(b.String())
	if ctx.Err() != nil {
		return out, context.Cause(ctx)
	}
	if err != nil && out != "" {
		err = fmt.Errorf("%w: %s", err, out)
	}
	return out, err
}
