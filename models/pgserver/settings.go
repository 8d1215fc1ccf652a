//go:build linux

package pgserver

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// settings writes what Postgres reads at its start. They are written anew each time, so that a newer roster brings
// its own. What somebody changes by ALTER SYSTEM is kept elsewhere, and wins.
func (h home) settings(o owner, fast bool) error {
	var ident strings.Builder
	for _, name := range o.peers(h) {
		fmt.Fprintf(&ident, "console \"%s\" %s\n", name, user)
	}
	for name, text := range map[string]string{
		"postgresql.conf": h.conf(memory(), fast),
		"pg_hba.conf":     "local all all peer map=console\n",
		"pg_ident.conf":   ident.String(),
	} {
		if err := h.write(name, text); err != nil {
			return err
		}
	}
	return nil
}

// write replaces a file in one step. Everybody may read it: Postgres has to, and it says nothing secret.
func (h home) write(name, text string) error {
	f, err := os.CreateTemp(string(h), name+".new-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if err := giveTo(f, string(h)); err != nil {
		return err
	}
	return os.Rename(f.Name(), h.path(name))
}

const (
	mb = 1 << 20
	gb = 1 << 30
)

// conf is for a console on a small machine, with up to ten million people in it.
func (h home) conf(memory int64, fast bool) string {
	buffers := min(max(memory/4, 32*mb), gb)
	wal := "4GB"
	durable := "on"
	if fast {
		durable, wal, buffers = "off", "1GB", min(buffers, 128*mb)
	}
	var b strings.Builder
	line := func(name, value string) {
		fmt.Fprintf(&b, "%s = '%s'\n", name, strings.ReplaceAll(strings.ReplaceAll(value, `\`, `\\`), "'", "''"))
	}
	size := func(name string, bytes int64) { line(name, strconv.FormatInt(bytes/mb, 10)+"MB") }

	b.WriteString("# Written by roster at each start. To change a setting, use ALTER SYSTEM.\n")
	line("hba_file", h.path("pg_hba.conf"))
	line("ident_file", h.path("pg_ident.conf"))
	line("listen_addresses", "")
	line("unix_socket_directories", `"`+strings.ReplaceAll(h.sockets(), `"`, `""`)+`"`)
	line("unix_socket_permissions", "0700")
	line("max_connections", "64")

	b.WriteString("\n# Memory.\n")
	size("shared_buffers", buffers)
	size("effective_cache_size", max(memory/2, 64*mb))
	size("work_mem", min(max(memory/256, 4*mb), 16*mb))
	size("maintenance_work_mem", min(max(memory/16, 16*mb), 256*mb))
	line("dynamic_shared_memory_type", sharedMemory("/dev/shm"))
	line("huge_pages", "off")

	b.WriteString("\n# Durability, and bulk loads that skip the log: nobody replicates from here.\n")
	line("fsync", durable)
	line("synchronous_commit", durable)
	line("full_page_writes", durable)
	line("wal_level", "minimal")
	line("max_wal_senders", "0")
	line("max_wal_size", wal)
	line("checkpoint_timeout", "15min")

	b.WriteString("\n# Plans: short questions, on a disk without a head to move.\n")
	line("jit", "off")
	line("random_page_cost", "1.1")
	line("autovacuum", "on")
	line("autovacuum_vacuum_scale_factor", "0.05") // a fifth of ten million rows would come too late
	line("autovacuum_analyze_scale_factor", "0.02")

	b.WriteString("\n# The log goes where roster points standard error. It tells of trouble, not of people:\n")
	b.WriteString("# no failing statement and no detail, since those hold names and addresses.\n")
	line("log_destination", "stderr")
	line("logging_collector", "off")
	line("log_min_messages", "warning")
	line("log_min_error_statement", "panic")
	line("log_error_verbosity", "terse")
	line("log_checkpoints", "off")
	line("log_timezone", "UTC")

	b.WriteString("\n# The same on every machine.\n")
	line("timezone", "UTC")
	line("datestyle", "iso, mdy")
	line("default_text_search_config", "pg_catalog.simple")
	for _, name := range []string{"lc_messages", "lc_monetary", "lc_numeric", "lc_time"} {
		line(name, "C")
	}
	return b.String()
}

// sharedMemory is how parallel workers share. Containers often have a /dev/shm too small for a parallel query.
func sharedMemory(dir string) string {
	var s unix.Statfs_t
	if unix.Statfs(dir, &s) == nil && int64(s.Blocks)*s.Bsize >= gb && unix.Access(dir, unix.W_OK) == nil {
		return "posix"
	}
	return "mmap"
}

// memory is how much this process may use: what the machine has, or what its container allows.
func memory() int64 {
	total := int64(math.MaxInt64)
	if b, err := os.ReadFile("/proc/meminfo"); err == nil {
		for l := range strings.Lines(string(b)) {
			if f := strings.Fields(l); len(f) == 3 && f[0] == "MemTotal:" {
				if n, err := strconv.ParseInt(f[1], 10, 64); err == nil {
					total = n << 10
				}
			}
		}
	}
	limits := []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"}
	b, _ := os.ReadFile("/proc/self/cgroup")
	for l := range strings.Lines(string(b)) {
		switch f := strings.SplitN(strings.TrimSpace(l), ":", 3); {
		case len(f) != 3:
		case f[1] == "":
			limits = append(limits, filepath.Join("/sys/fs/cgroup", f[2], "memory.max"))
		case f[1] == "memory":
			limits = append(limits, filepath.Join("/sys/fs/cgroup/memory", f[2], "memory.limit_in_bytes"))
		}
	}
	for _, file := range limits {
		b, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		if n, err := strconv.ParseInt(strings.TrimSpace(string(b)), 10, 64); err == nil && n > 0 {
			total = min(total, n)
		}
	}
	if total == math.MaxInt64 {
		return gb
	}
	return total
}
