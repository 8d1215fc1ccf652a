package main

import (
	"context"
	"errors"
	"io"
	"os"
)

// begin builds roster, opens the directory, and serves both programs on it. end stops all that.
func (b *bench) begin(ctx context.Context, o options, progress io.Writer) (end func() error, err error) {
	var undo []func() error
	end = func() (err error) {
		for i := len(undo) - 1; i >= 0; i-- {
			err = errors.Join(err, undo[i]())
		}
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, end())
		}
	}()

	dir, err := os.MkdirTemp("", "roster-bench-")
	if err != nil {
		return nil, err
	}
	undo = append(undo, func() error { return os.RemoveAll(dir) })
	if o.roster == "" {
		if o.roster, err = buildRoster(ctx, dir); err != nil {
			return nil, err
		}
	}
	if b.directory, err = openDirectory(ctx, o.data, o.roster, o.people, progress); err != nil {
		return nil, err
	}
	undo = append(undo, b.directory.close)
	if b.keys, err = makeKeys(ctx, b.directory); err != nil {
		return nil, err
	}
	undo = append(undo, func() error { return dropKeys(context.WithoutCancel(ctx), b.directory) })

	b.roster, err = startChild(ctx, dir, "roster", []string{"ROSTER_DATA=" + o.data}, o.roster, "serve", "--addr", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	undo = append(undo, b.roster.stop)
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	b.floor, err = startChild(ctx, dir, "floor", nil, self, "floor", b.directory.dsn, b.roster.origin)
	if err != nil {
		return nil, err
	}
	undo = append(undo, b.floor.stop)
	return end, nil
}
