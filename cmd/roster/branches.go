package main

import (
	"context"
	"fmt"
)

func branchesCheck(ctx context.Context, c console, args []string) error {
	f := c.flags("branches check", "say whether the figures of every branch of the forest are right", "")
	if err := parse(f, args); err != nil {
		return err
	}
	store, close, err := c.migrated(ctx)
	if err != nil {
		return err
	}
	defer close()
	wrong, err := store.CheckBranches(ctx)
	if err != nil {
		return err
	}
	if wrong > 0 {
		return fmt.Errorf("the figures of %d branches are wrong: run roster branches rebuild", wrong)
	}
	fmt.Fprintln(c.stdout, "The figures of every branch are right.")
	return nil
}

func branchesRebuild(ctx context.Context, c console, args []string) error {
	f := c.flags("branches rebuild", "count the figures of every branch anew", "")
	if err := parse(f, args); err != nil {
		return err
	}
	store, close, err := c.migrated(ctx)
	if err != nil {
		return err
	}
	defer close()
	if err := store.RebuildBranches(ctx); err != nil {
		return err
	}
	fmt.Fprintln(c.stdout, "Every branch was counted anew.")
	return nil
}
