//go:build linux

package pgserver

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// create makes the data directory. It appears all at once, so that a killed console leaves nothing half made.
func (h home) create(ctx context.Context, bin string, o owner, fast bool) error {
	// What killed consoles left. They are nobody's: whoever makes data holds start.lock, and so do we.
	left, _ := filepath.Glob(h.path("data.new-*"))
	for _, dir := range left {
		if err := discard(dir); err != nil {
			return err
		}
	}
	for _, locale := range []string{"C.UTF-8", "C"} {
		dir, err := os.MkdirTemp(string(h), "data.new-")
		if err != nil {
			return err
		}
		err = h.initdb(ctx, bin, dir, locale, o, fast)
		if err == nil {
			return os.Rename(dir, h.data())
		}
		discard(dir)
		// Old systems have no C.UTF-8. There, lower() knows only ASCII.
		if locale == "C" || !strings.Contains(err.Error(), "locale") {
			return fmt.Errorf("initdb: %w", err)
		}
	}
	return nil
}

// discard removes a directory that initdb was killed in. A Postgres that it had started may still be at work there.
func discard(dir string) error {
	for tries := 1; ; tries++ {
		for _, pid := range survivors(dir) {
			syscall.Kill(pid, syscall.SIGKILL)
		}
		err := os.RemoveAll(dir)
		if err == nil || tries == 200 {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func (h home) initdb(ctx context.Context, bin, dir, locale string, o owner, fast bool) error {
	if err := give(dir, o); err != nil {
		return err
	}
	c := o.command(syscall.SIGKILL, filepath.Join(bin, "initdb"), "-D", dir, "-U", user, "-A", "peer", "-E", "UTF8",
		"--locale="+locale, "-k", "--no-sync", "--no-instructions")
	if _, err := run(ctx, c); err != nil || fast {
		return err
	}
	// One call instead of initdb's thousand. Postgres itself syncs only what it changes later.
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return unix.Syncfs(int(d.Fd()))
}
