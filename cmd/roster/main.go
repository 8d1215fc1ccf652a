// Command roster is the console: it serves pages and APIs over one directory of people, and sets it up.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"roster/models"
	"roster/models/pgserver"
)

func main() {
	if pgserver.IsKeeper(os.Args) {
		os.Exit(pgserver.Keep(os.Args))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c := console{getenv: os.Getenv, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr}
	os.Exit(c.main(ctx, os.Args[1:]))
}

// console is the program's surroundings. Nothing below cmd knows them.
type console struct {
	getenv         func(string) string
	stdin          io.Reader
	stdout, stderr io.Writer
}

// main runs one command and gives the exit status: 0 done, 1 failed, 2 asked wrongly.
func (c console) main(ctx context.Context, args []string) int {
	slog.SetDefault(slog.New(slog.NewTextHandler(c.stderr, nil)))
	ctx = models.WithActor(ctx, models.Actor{Door: "cli"})
	err := c.run(ctx, args)
	var wrong usageError
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
		return 0
	case errors.As(err, &wrong):
		fmt.Fprintf(c.stderr, "roster: %s\n", wrong.text)
		return 2
	}
	fmt.Fprintf(c.stderr, "roster: %s\n", err)
	return 1
}
