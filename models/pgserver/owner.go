//go:build linux

package pgserver

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	osuser "os/user"
	"slices"
	"strconv"
	"syscall"
)

// owner is as whom Postgres runs. It refuses to run as root, and initdb refuses a user without a name.
type owner struct {
	UID, GID int
	// Inner is not 0 when Postgres sits in a user namespace, where the owner seems to be this uid.
	// So it may belong to root, or to a user without a name, and nothing need be chowned.
	Inner int
}

func (o owner) String() string {
	if o.Inner != 0 {
		return fmt.Sprintf("user %d in a namespace", o.UID)
	}
	return userName(o.UID)
}

// owners lists who could run Postgres on this home, the best first. It never makes up a uid.
func owners(h home) ([]owner, error) {
	me := owner{UID: os.Geteuid(), GID: os.Getegid()}
	hidden := me
	hidden.Inner = namedUID()

	uid, gid, err := ownerOf(h.data())
	exists := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	switch {
	case exists && uid != me.UID && me.UID != 0:
		return nil, fmt.Errorf("%s belongs to %s, and this is %s", h.data(), userName(uid), userName(me.UID))
	case me.UID != 0:
		if _, err := osuser.LookupId(strconv.Itoa(me.UID)); err != nil {
			return []owner{hidden}, nil
		}
		return []owner{me}, nil
	case exists && uid != 0:
		return []owner{{UID: uid, GID: gid}}, nil
	case exists:
		return []owner{hidden}, nil
	}
	if uid, _, err := ownerOf(string(h)); err != nil {
		return nil, err
	} else if uid != 0 {
		// Root is a guest in somebody's directory, who will want to come back.
		list := named(osuser.LookupId(strconv.Itoa(uid)))
		if len(list) == 0 {
			return nil, fmt.Errorf("%s belongs to user %d, who has no name here", h, uid)
		}
		return list, nil
	}
	list := named(osuser.Lookup("postgres"))
	list = append(list, hidden)
	return append(list, named(osuser.Lookup("nobody"))...), nil
}

func named(u *osuser.User, err error) []owner {
	if err != nil {
		return nil
	}
	uid, err1 := strconv.Atoi(u.Uid)
	gid, err2 := strconv.Atoi(u.Gid)
	if err1 != nil || err2 != nil || uid == 0 {
		return nil
	}
	return []owner{{UID: uid, GID: gid}}
}

func userName(uid int) string {
	if u, err := osuser.LookupId(strconv.Itoa(uid)); err == nil {
		return u.Username
	}
	return "user " + strconv.Itoa(uid)
}

// namedUID is a uid that has a name here: 1 is daemon or bin nearly everywhere. Never nobody's, since
// inside a namespace every stranger looks like nobody.
func namedUID() int {
	for uid := 1; uid < 100; uid++ {
		if _, err := osuser.LookupId(strconv.Itoa(uid)); err == nil {
			return uid
		}
	}
	return 1
}

// peers are the names that Postgres sees at the other end of its socket when a console of ours connects.
func (o owner) peers(h home) []string {
	if o.Inner != 0 {
		return []string{userName(o.Inner)}
	}
	names := []string{"root", userName(o.UID), userName(os.Geteuid())}
	// Root may have started the server in a directory of somebody whose console comes next.
	if uid, _, err := ownerOf(string(h)); err == nil {
		names = append(names, userName(uid))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// command is a command that runs as the owner and gets the signal when its parent dies.
// The thread that starts it has to live on, since Linux takes that for the parent.
func (o owner) command(death syscall.Signal, name string, args ...string) *exec.Cmd {
	c := exec.Command(name, args...)
	c.Dir = "/"
	c.Env = environment()
	a := &syscall.SysProcAttr{Pdeathsig: death}
	switch {
	case o.Inner != 0:
		a.Cloneflags = syscall.CLONE_NEWUSER
		a.UidMappings = []syscall.SysProcIDMap{{ContainerID: o.Inner, HostID: o.UID, Size: 1}}
		a.GidMappings = []syscall.SysProcIDMap{{ContainerID: o.Inner, HostID: o.GID, Size: 1}}
		a.Credential = &syscall.Credential{Uid: uint32(o.Inner), Gid: uint32(o.Inner), NoSetGroups: true}
	case o.UID != os.Geteuid():
		a.Credential = &syscall.Credential{Uid: uint32(o.UID), Gid: uint32(o.GID)}
	}
	c.SysProcAttr = a
	return c
}

// environment is all that Postgres needs of ours. The rest may hold secrets, and PG* would change its mind.
func environment() []string {
	env := []string{"LC_ALL=C", "LANG=C", "TZ=UTC"}
	for _, name := range []string{"PATH", "LD_LIBRARY_PATH"} {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	return env
}
