package main

import (
	"context"
	"fmt"

	"roster/models"
	"roster/models/demo"
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
	l, err := p.listen(ctx, c)
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
	return c.serve(ctx, l, store, p, func() { keys.tell(c.stdout, p.origin) })
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
	result, err := demo.Load(ctx, store, demo.Options{People: people, Seed: seed, Progress: c.progress("loading")})
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
