package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"roster/models"
)

func staffCreate(ctx context.Context, c console, args []string) error {
	f := c.flags("staff create", "add a member of staff, or an admin, who can sign in", "--username NAME [--admin] [--password-stdin]")
	username := f.String("username", "", "the `NAME` to sign in with: letters, digits and @.+-_")
	admin := f.Bool("admin", false, "make them an admin, who may do everything")
	stdin := f.Bool("password-stdin", false, "read the password from standard input: its first line")
	if err := parse(f, args); err != nil {
		return err
	}
	if *username == "" {
		return usage("staff create needs --username NAME. See roster staff create --help")
	}
	password, err := c.password(*stdin)
	if err != nil {
		return err
	}
	store, close, err := c.migrated(ctx)
	if err != nil {
		return err
	}
	defer close()
	id, err := store.CreateStaff(ctx, *username, password, *admin)
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
func (c console) password(fromStdin bool) (string, error) {
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
	fmt.Fprint(c.stderr, "Password: ")
	first, err := term.ReadPassword(int(file.Fd()))
	fmt.Fprint(c.stderr, "\nThe same again: ")
	if err != nil {
		return "", err
	}
	second, err := term.ReadPassword(int(file.Fd()))
	fmt.Fprintln(c.stderr)
	if err == nil && string(first) != string(second) {
		err = errors.New("the two passwords differ; nobody was added")
	}
	return string(first), err
}
