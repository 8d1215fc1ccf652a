package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"roster/models"
	"roster/models/pgserver"
)

// demoKeys are the ways into the example directory. They are made once and kept beside the data, readable by their
// owner alone, so that another start does not change them under a browser that is signed in.
type demoKeys struct {
	AdminPassword string
	StaffPassword string
	Token         string
}

// Who signs in to the example: AWX's admin, and the member of staff of document 004.
const (
	demoAdmin = "admin"
	demoStaff = "alex_thompson"
)

// demoKeys reads the kept keys, and makes new ones where they do not open this directory.
func (c console) demoKeys(ctx context.Context, store *models.Store) (demoKeys, error) {
	var keys demoKeys
	dir, err := pgserver.DefaultDir(c.getenv)
	if err != nil {
		return keys, err
	}
	file := filepath.Join(dir, "demo.json")
	if text, err := os.ReadFile(file); err == nil && json.Unmarshal(text, &keys) == nil && keys.Token != "" {
		if _, err := store.TokenViewer(ctx, keys.Token); !errors.Is(err, models.ErrNotFound) {
			return keys, err
		}
	}
	if keys, err = newDemoKeys(ctx, store); err != nil {
		return keys, err
	}
	text, err := json.MarshalIndent(keys, "", "  ")
	if err == nil {
		err = os.MkdirAll(dir, 0o700)
	}
	if err == nil {
		err = os.WriteFile(file, append(text, '\n'), 0o600)
	}
	return keys, err
}

func newDemoKeys(ctx context.Context, store *models.Store) (keys demoKeys, err error) {
	for username, password := range map[string]*string{demoAdmin: &keys.AdminPassword, demoStaff: &keys.StaffPassword} {
		id, err := store.IDOf(ctx, username)
		if err != nil {
			return keys, err
		}
		*password = strings.ToLower(rand.Text()[:12])
		if err := store.SetPassword(ctx, id, *password); err != nil {
			return keys, err
		}
		if username == demoAdmin {
			if keys.Token, err = store.NewToken(ctx, id, "demo"); err != nil {
				return keys, err
			}
		}
	}
	return keys, nil
}

// tell prints how to get in.
func (k demoKeys) tell(w io.Writer, origin string) {
	fmt.Fprintf(w, `
roster is at %[1]s

  admin   %-14[2]s password %[3]s
  staff   %-14[4]s password %[5]s
  token   %[6]s

  curl -H 'Authorization: Token %[6]s' %[1]s/api/users/2

Press Ctrl+C to stop.
`, origin, demoAdmin, k.AdminPassword, demoStaff, k.StaffPassword, k.Token)
}
