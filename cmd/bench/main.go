// Command bench measures roster beside the least program that could answer as it does, on one directory and one
// machine, and compares their answers byte for byte.
//
//	make bench ARGS="--people 20000 --only person"
//
// It is a module of its own, so that roster does not depend on the other program's driver.
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
	"regexp"
	"syscall"
	"time"

	"roster/models/pgserver"
)

func main() {
	if pgserver.IsKeeper(os.Args) {
		os.Exit(pgserver.Keep(os.Args))
	}
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil && err != flag.ErrHelp {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// options are what the flags say.
type options struct {
	people        int
	data, roster  string
	json, compare string
	markdown      bool
	bench         bench
}

func run(args []string, stdout, stderr io.Writer) (err error) {
	if len(args) == 3 && args[0] == "floor" { // see begin
		return runFloor(args[1], args[2], stdout)
	}
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	var then report
	if o.compare != "" {
		if then, err = readReport(o.compare); err != nil {
			return err
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	slog.SetDefault(slog.New(slog.NewTextHandler(stderr, nil)))
	b := &o.bench
	end, err := b.begin(ctx, o, stderr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()

	now := report{}
	if now.Setting, err = settingOf(ctx, b); err != nil {
		return err
	}
	t := table{stdout, o.markdown}
	t.head(now.Setting)
	b.tell = t.row
	now.Results, err = b.run(ctx)
	if o.compare != "" {
		t.compared(now.Results, then)
	}
	if o.json != "" {
		err = errors.Join(err, now.write(o.json))
	}
	return err
}

// fewest is how many people fill the pages that are asked for.
const fewest = 300

func parse(args []string, stderr io.Writer) (o options, err error) {
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.IntVar(&o.people, "people", 1_000_000, "ask about `N` people")
	f.StringVar(&o.data, "data", "", "keep them in `DIR` (default: one for each N, in the user's cache)")
	f.StringVar(&o.roster, "roster", "", "measure this `PROGRAM` (default: the one of this source)")
	f.StringVar(&o.json, "json", "", "write the numbers to `FILE`")
	f.StringVar(&o.compare, "compare", "", "compare with the numbers in `FILE`")
	f.BoolVar(&o.markdown, "markdown", false, "print the table in Markdown")
	only := f.String("only", "", "measure what `REGEXP` matches in the table's first column")
	f.IntVar(&o.bench.rounds, "rounds", 3, "`N` rounds, of which medians are given")
	f.DurationVar(&o.bench.lasts, "time", time.Second, "let each round last for `DURATION`")
	f.IntVar(&o.bench.checks, "checks", 3, "compare `N` answers of each kind with the floor's")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if f.NArg() > 0 || o.people < fewest || o.bench.rounds < 1 || o.bench.checks < 1 {
		return o, fmt.Errorf("bench takes flags alone, and needs at least %d people, a round and a check. See bench --help", fewest)
	}
	if o.data == "" {
		o.data = defaultPath(o.people)
	}
	o.bench.only, err = regexp.Compile(*only)
	return o, err
}
