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

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"roster/models"
	"roster/models/demo"
	"roster/models/pgserver"
)

func runDemo(ctx context.Context, c console, args []string) error {
	f := c.flags("demo", "load an example directory and serve it", "[FLAGS]")
	var p place
	p.flags(f, c)
	people := f.Int("people", 1000, "load `N` people")
	seed := f.Uint64("seed", 1, "another `NUMBER` gives other people")
	loadOnly := f.Bool("load-only", false, "load and end, without serving")
	if err := parse(f, args); err != nil {
		return err
	}
	if *people < 0 {
		return usage("--people needs a number from 0 on")
	}
	if *loadOnly {
		return c.load(ctx, *people, *seed)
	}
	l, err := p.listen(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	store, close, err := c.migrated(ctx)
	if err != nil {
		return err
	}
	defer close()
	if err := c.loadInto(ctx, store, *people, *seed); err != nil {
		return err
	}
	keys, err := c.demoKeys(ctx, store)
	if err != nil {
		return err
	}
	return c.serve(ctx, l, store, p.origin, func() { keys.tell(c.stdout, p.origin) })
}

func (c console) load(ctx context.Context, people int, seed uint64) error {
	store, close, err := c.migrated(ctx)
	if err != nil {
		return err
	}
	defer close()
	return c.loadInto(ctx, store, people, seed)
}

// loadInto fills the directory with a progress bar on standard error.
func (c console) loadInto(ctx context.Context, store *models.Store, people int, seed uint64) error {
	ctx = models.WithActor(ctx, models.Actor{Door: "demo"})
	result, err := demo.Load(ctx, store, demo.Options{People: people, Seed: seed, Progress: c.progress()})
	if err != nil {
		return err
	}
	if result.Loaded {
		fmt.Fprintf(c.stderr, "Loaded %d people.\n", result.People)
	} else {
		fmt.Fprintf(c.stderr, "The directory is loaded already: %d people.\n", result.People)
	}
	return nil
}

// progress draws a bar for each step where somebody watches, and writes a line where a log does.
func (c console) progress() func(step string, done, total int) {
	var bar *progressbar.ProgressBar
	var doing string
	file, ok := c.stderr.(*os.File)
	watched := ok && term.IsTerminal(int(file.Fd()))
	return func(step string, done, total int) {
		if step == doing {
			if watched {
				bar.Set(done)
			}
			return
		}
		doing = step
		if !watched {
			fmt.Fprintf(c.stderr, "loading %s\n", step)
			return
		}
		if bar != nil {
			bar.Finish()
		}
		bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(c.stderr), progressbar.OptionSetWidth(30),
			progressbar.OptionSetDescription(fmt.Sprintf("%-18s", step)), progressbar.OptionShowCount(),
			progressbar.OptionOnCompletion(func() { fmt.Fprintln(c.stderr) }))
	}
}

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
