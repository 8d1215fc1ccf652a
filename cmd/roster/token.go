package main

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"roster/models"
)

func tokenCreate(ctx context.Context, c console, args []string) error {
	f := c.flags("token create", "make an API token and print it", "--user NAME [--name TEXT]")
	user := f.String("user", "", "the username, `NAME`, whose token it is")
	name := f.String("name", "", "a `TEXT` that tells the token from others")
	if err := parse(f, args); err != nil {
		return err
	}
	if *user == "" {
		return usage("token create needs --user NAME. See roster token create --help")
	}
	if utf8.RuneCountInString(*name) > 150 {
		return usage("a token's name has at most 150 characters")
	}
	store, close, err := c.migrated(ctx)
	if err != nil {
		return err
	}
	defer close()
	id, err := store.IDOf(ctx, *user)
	if errors.Is(err, models.ErrNotFound) {
		return fmt.Errorf("there is no user %q: add them with roster staff create --username %[1]s", *user)
	}
	if err != nil {
		return err
	}
	key, err := store.NewToken(ctx, id, *name)
	if err != nil {
		return err
	}
	fmt.Fprintln(c.stdout, key)
	return nil
}
