package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"golang.org/x/term"

	"roster/models"
)

func staffCreate(ctx context.Context, c console, args []string) error {
	f := c.flags("staff create", "add a member of staff, or an admin, who can sign in", "--username NAME [--admin] [--grant CODE] [--password-stdin]")
	username := f.String("username", "", "the `NAME` to sign in with: letters, digits and @.+-_")
	admin := f.Bool("admin", false, "make them an admin, who may do everything")
	var codes []int
	f.Func("grant", "grant them a permission by its `CODE`, such as 1222 (user_read: see people); may be repeated", func(text string) error {
		code, err := strconv.Atoi(text)
		codes = append(codes, code)
		return err
	})
	stdin := f.Bool("password-stdin", false, "read the password from standard input: its first line")
	if err := parse(f, args); err != nil {
		return err
	}
	if *username == "" {
		return usage("staff create needs --username NAME. See roster staff create --help")
	}
	password, err := c.password(ctx, *stdin)
	if err != nil {
		return err
	}
	store, close, err := c.migrated(ctx)
	if err != nil {
		return err
	}
	defer close()
	id, err := store.CreateStaff(ctx, *username, password, *admin, codes...)
	if faults, ok := errors.AsType[models.Invalid](err); ok {
		return faults
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "%s can sign in now (id %d).\n", *username, id)
	return nil
}

// password reads a password: from standard input where that was asked for, else from the person at the terminal.
func (c console) password(ctx context.Context, fromStdin bool) (string, error) {
	if fromStdin {
		line, err := bufio.NewReader(io.LimitReader(c.stdin, models.PasswordMax+2)).ReadString('\n')
		if err != nil && err != io.EOF {
			return "", err
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	file, ok := c.stdin.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return "", usage("there is no terminal to ask for a password on: pipe it in and add --password-stdin")
	}
	first, err := c.ask(ctx, file, "Password: ")
	if err != nil {
		return "", err
	}
	second, err := c.ask(ctx, file, "The same again: ")
	if err == nil && first != second {
		err = errors.New("the two passwords differ; nobody was added")
	}
	return first, err
}

// ask reads a line from the terminal without showing it. Told to stop, it leaves the terminal as it found it.
func (c console) ask(ctx context.Context, terminal *os.File, prompt string) (string, error) {
	before, err := term.GetState(int(terminal.Fd()))
	if err != nil {
		return "", err
	}
	type answer struct {
		line []byte
		err  error
	}
	typed := make(chan answer, 1)
	fmt.Fprint(c.stderr, prompt)
	defer fmt.Fprintln(c.stderr)
	go func() {
		line, err := term.ReadPassword(int(terminal.Fd()))
		typed <- answer{line, err}
	}()
	select {
	case a := <-typed:
		return string(a.line), a.err
	case <-ctx.Done():
		return "", errors.Join(errors.New("nobody was added"), term.Restore(int(terminal.Fd()), before))
	}
}
