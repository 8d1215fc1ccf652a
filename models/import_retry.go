package models

import (
	"context"
	"errors"
	"time"
)

// patience is how long an import waits for a database that is away.
const patience = 30 * time.Second

// persist does something again and again while the database is away.
func (im *Import) persist(ctx context.Context, do func(context.Context) error) error {
	for since := time.Now(); ; {
		err := do(ctx)
		if err == nil || im.o.DryRun || !passing(err) || time.Since(since) > patience {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(time.Second / 2):
		}
	}
}

// after says whether to try a batch again after an error. One that was committed, although nobody heard of it, is done.
func (im *Import) after(ctx context.Context, err error) (again bool, _ error) {
	switch {
	case err == nil || ctx.Err() != nil:
		return false, err
	case refused(err) != nil:
		return true, nil
	case !passing(err) || im.o.DryRun:
		return false, err
	}
	var now ImportProgress
	lost := im.persist(ctx, func(ctx context.Context) error {
		return im.w.one(ctx, &now, "select "+importColumns+" from imports where id = $1 for update", im.ID)
	})
	switch {
	case lost != nil:
		return false, errors.Join(err, lost)
	case now.Batches == im.Batches+1:
		im.ImportProgress = now
		return false, nil
	}
	return true, nil
}
