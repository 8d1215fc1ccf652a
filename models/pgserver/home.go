//go:build linux

package pgserver

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"unicode/utf8"
)

// home is the directory where a private Postgres lives, as an absolute path without symlinks.
// It holds data, run (the sockets), the locks, the settings and the log.
type home string

// openHome makes the directory, closed to everybody else.
func openHome(dir string) (home, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if strings.Contains(dir, "\n") || !utf8.ValidString(dir) {
		return "", fmt.Errorf("%q has a line break or broken UTF-8 in its name: choose another directory", dir)
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return "", err
	}
	mode := fs.FileMode(0o700)
	if os.Geteuid() == 0 {
		// Postgres may come to run as somebody else, who has to walk through. It stays root's, because root
		// writes here and must not trip over what a lesser user has planted. Whoever needs no way in shuts it.
		mode = 0o711
	}
	if err := os.Mkdir(dir, mode); err == nil {
		f, err := openDir(dir)
		if err != nil {
			return "", err
		}
		defer f.Close()
		if err := f.Chmod(mode); err != nil { // whatever the umask says
			return "", err
		}
	} else if !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	dir, err = filepath.EvalSymlinks(dir)
	return home(dir), err
}

func (h home) path(name string) string { return filepath.Join(string(h), name) }
func (h home) data() string            { return h.path("data") }

// major is the version that the data belong to, or 0 when there are none yet.
func (h home) major() (int, error) {
	b, err := os.ReadFile(filepath.Join(h.data(), "PG_VERSION"))
	if err == nil {
		return strconv.Atoi(strings.TrimSpace(string(b)))
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return 0, err
	}
	inside, err := os.ReadDir(h.data())
	if len(inside) > 0 {
		return 0, fmt.Errorf("%s is not empty, and not Postgres data either: move it away", h.data())
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return 0, err
}

// longest is what a unix socket's address can hold.
const longest = 107

const socketFile = ".s.PGSQL.5432"

// sockets is the directory of the socket. Every console comes to the same answer, whatever its environment.
func (h home) sockets() string {
	dir := h.path("run")
	// libpq takes a comma for the end of a host.
	if len(filepath.Join(dir, socketFile)) > longest || strings.Contains(dir, ",") {
		dir = fmt.Sprintf("/tmp/roster-%x", sha256.Sum256([]byte(h)))[:len("/tmp/roster-")+16]
	}
	return dir
}

func (h home) socket() string { return filepath.Join(h.sockets(), socketFile) }

// makeSockets makes the directory of the socket, which is its owner's alone. In /tmp somebody else may have been
// there first: a directory that is not ours is refused, since its owner could answer in our server's name.
func (h home) makeSockets(o owner) error {
	dir := h.sockets()
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := give(dir, o); err != nil {
		return fmt.Errorf("%s should be a directory of %s, but somebody else made it: remove it (%w)", dir, userName(o.UID), err)
	}
	return nil
}

// give makes a directory of ours the owner's, and closes it to all others. It works on the open directory,
// since its name may lead elsewhere a moment later, in a place where others can write.
func give(dir string, o owner) error {
	f, err := openDir(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	i, err := f.Stat()
	if err != nil {
		return err
	}
	uid := int(i.Sys().(*syscall.Stat_t).Uid)
	if uid != o.UID && uid != os.Geteuid() {
		return fmt.Errorf("%s belongs to %s", dir, userName(uid))
	}
	if uid != o.UID {
		if err := f.Chown(o.UID, o.GID); err != nil {
			return err
		}
	}
	if i.Mode().Perm() != 0o700 {
		return f.Chmod(0o700)
	}
	return nil
}

// openDir opens a directory that is no link to one.
func openDir(dir string) (*os.File, error) {
	return os.OpenFile(dir, os.O_RDONLY|syscall.O_DIRECTORY|syscall.O_NOFOLLOW, 0)
}

func ownerOf(path string) (uid, gid int, err error) {
	i, err := os.Stat(path)
	if err != nil {
		return 0, 0, err
	}
	s := i.Sys().(*syscall.Stat_t)
	return int(s.Uid), int(s.Gid), nil
}
