//go:build linux

package pgserver

import (
	"errors"
	"os"
	"os/exec"
	osuser "os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// namespaces says whether this user can be hidden in a namespace.
func namespaces() bool {
	c := owner{UID: os.Geteuid(), GID: os.Getegid(), Inner: 1}.command(syscall.SIGKILL, "/bin/true")
	return c.Run() == nil
}

func TestRootHidesInANamespace(t *testing.T) {
	needRoot(t)
	if !namespaces() {
		t.Skip("this kernel gives out no user namespaces")
	}
	parent := filepath.Join(t.TempDir(), "private") // 0700, as /root
	if err := os.Mkdir(parent, 0o700); err != nil {
		t.Fatal(err)
	}
	h := lifecycle(t, track(filepath.Join(parent, "home")), Options{Fast: true})
	closed(t, string(h))
	if uid, _, err := ownerOf(h.data()); err != nil || uid != 0 {
		t.Errorf("the data belong to %d, %v", uid, err)
	}
	// As before, now that parents are open: the data are root's.
	s := start(t, string(h))
	kill(t, append([]int{keeperOf(t, h)}, survivors(h.data())...)...)
	eventually(t, "works again after a crash", answers(s.home))
}

func TestRootBecomesPostgres(t *testing.T) {
	t.Parallel()
	needRoot(t)
	u, err := osuser.Lookup("postgres")
	if err != nil {
		t.Skip(err)
	}
	s := start(t, usedHome(t))
	i, err := os.Stat(string(s.home))
	if err != nil || i.Mode().Perm() != 0o711 || i.Sys().(*syscall.Stat_t).Uid != 0 {
		t.Error(i, err)
	}
	for _, dir := range []string{s.home.data(), s.home.sockets()} {
		if uid, _, err := ownerOf(dir); err != nil || userName(uid) != u.Username {
			t.Errorf("%s belongs to %d, %v", dir, uid, err)
		}
	}
}

func TestOwnersOfANewHome(t *testing.T) {
	needRoot(t)
	dir := t.TempDir()
	list, err := owners(home(dir))
	if err != nil || len(list) == 0 {
		t.Fatal(err)
	}
	var names []string
	for _, o := range list {
		names = append(names, o.String())
		if _, err := osuser.LookupId(strconv.Itoa(o.UID)); err != nil {
			t.Errorf("%d is made up", o.UID)
		}
	}
	t.Log(names)
	if i := slices.Index(names, "nobody"); i >= 0 && i != len(names)-1 {
		t.Error("nobody is not the last resort")
	}
	// What is there already stays whose it is.
	if err := errors.Join(os.Mkdir(filepath.Join(dir, "data"), 0o700), os.Chown(filepath.Join(dir, "data"), 65534, 65534)); err != nil {
		t.Fatal(err)
	}
	if list, err = owners(home(dir)); err != nil || len(list) != 1 || list[0].UID != 65534 {
		t.Error(list, err)
	}
}

// Root visits the directory of somebody, who can still work there afterwards.
func TestRootIsAGuest(t *testing.T) {
	t.Parallel()
	needRoot(t)
	need(t)
	dir := newHome(t)
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(dir, 65534, 65534); err != nil {
		t.Fatal(err)
	}
	s := start(t, dir)
	if uid, _, _ := ownerOf(s.home.data()); uid != 65534 {
		t.Errorf("the data belong to %d", uid)
	}
	exe := filepath.Join(filepath.Dir(dir), "exe")
	if out, err := exec.Command("cp", self(), exe).CombinedOutput(); err != nil {
		t.Fatalf("%s %v", out, err)
	}
	for range 2 { // with root's server, and with its own
		c := exec.Command(exe, "console", dir)
		c.Env = append(os.Environ(), hasty)
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		if out, err := c.CombinedOutput(); err != nil || string(out) != "ready\nstopped\n" {
			t.Errorf("%s %v", out, err)
		}
		s.Stop()
	}
	start(t, dir).Stop()

	// The owner has put another name of a file of root's there, to be given it.
	shadow := filepath.Join(filepath.Dir(dir), "shadow")
	if err := errors.Join(os.WriteFile(shadow, []byte("root's"), 0o600), os.Remove(filepath.Join(dir, useLock)),
		os.Link(shadow, filepath.Join(dir, useLock))); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(t.Context(), dir, Options{}); err == nil || !strings.Contains(err.Error(), "not a file of ours") {
		t.Error(err)
	}
	if uid, _, _ := ownerOf(shadow); uid != 0 {
		t.Error("root gave its file away")
	}
}

func TestAnothersDataAreRefused(t *testing.T) {
	if os.Geteuid() == 0 {
		as(t, 65534, 65534, "^TestAnothersDataAreRefused$")
		return
	}
	if _, err := owners("/proc/1"); err != nil {
		t.Skip(err)
	}
	dir := newHome(t)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/usr", filepath.Join(dir, "data")); err != nil {
		t.Fatal(err)
	}
	if _, err := owners(home(dir)); err == nil || !strings.Contains(err.Error(), "belongs to root") {
		t.Error(err)
	}
}

const some = "^(TestLife|TestConsolesShare|TestKilled.*|TestBusyOrphanIsStopped|TestEverythingKilled|TestComingWhileTheLastOneLeaves)$"

func TestAsOrdinaryUser(t *testing.T) { as(t, 65534, 65534, some) }

func TestAsUserWithoutName(t *testing.T) {
	if _, err := osuser.LookupId("54321"); err == nil || !namespaces() {
		t.Skip("user 54321 has a name, or there are no user namespaces")
	}
	as(t, 54321, 54321, "^TestLife$")
}
