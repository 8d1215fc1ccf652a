package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"time"
)

// child is a server in a process of its own.
type child struct {
	origin string // http:// and the address it listens on
	cmd    *exec.Cmd
	ended  chan error
}

var isAt = regexp.MustCompile(`(?m) is at (http://\S+)$`)

// startChild runs a server that says where it listens, and waits until it has. What it writes goes to a file in dir.
func startChild(ctx context.Context, dir, name string, env []string, program string, args ...string) (*child, error) {
	log := filepath.Join(dir, name+".log")
	file, err := os.Create(log)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	c := &child{cmd: exec.Command(program, args...), ended: make(chan error, 1)}
	c.cmd.Env, c.cmd.Stdout, c.cmd.Stderr = append(surroundings(), env...), file, file
	tie(c.cmd)
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { c.ended <- c.cmd.Wait() }()
	for {
		said, err := os.ReadFile(log)
		if err != nil {
			return nil, errors.Join(err, c.stop())
		}
		if m := isAt.FindSubmatch(said); m != nil {
			c.origin = string(m[1])
			return c, nil
		}
		select {
		case <-c.ended:
			return nil, fmt.Errorf("%s did not start: %s", name, bytes.TrimSpace(said))
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), c.stop())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func (c *child) addr() string { return strings.TrimPrefix(c.origin, "http://") }

// stop asks the server to end, and kills it when it does not.
func (c *child) stop() error {
	c.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case err := <-c.ended:
		return err
	case <-time.After(20 * time.Second):
		return errors.Join(errors.New("it does not stop"), c.cmd.Process.Kill())
	}
}

// surroundings is the environment without what would lead a child to another directory than the benchmark's.
func surroundings() []string {
	return slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "DATABASE_URL=") || strings.HasPrefix(v, "ROSTER_") || strings.HasPrefix(v, "PG")
	})
}
