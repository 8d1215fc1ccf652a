package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"
)

// command is one word, or two, after "roster".
type command struct {
	name    string // "serve", "staff create"
	summary string
	run     func(ctx context.Context, c console, args []string) error
}

func commands() []command {
	return []command{
		{"serve", "serve the console", serve},
		{"demo", "load an example directory and serve it", runDemo},
		{"migrate", "bring the database's schema up to date", migrate},
		{"import", "bring in people from a CSV or JSON Lines file", importPeople},
		{"export", "write people as CSV or JSON Lines", export},
		{"staff create", "add a member of staff, or an admin, who can sign in", staffCreate},
		{"branches check", "say whether the figures of every branch of the forest are right", branchesCheck},
		{"branches rebuild", "count the figures of every branch anew", branchesRebuild},
		{"token create", "make an API token and print it", tokenCreate},
	}
}

// run finds the command that args begin with and runs it.
func (c console) run(ctx context.Context, args []string) error {
	if len(args) == 0 || args[0] == "--help" || args[0] == "-h" || args[0] == "help" {
		c.help(c.stdout)
		return nil
	}
	for _, cmd := range commands() {
		words := strings.Fields(cmd.name)
		if len(args) >= len(words) && strings.Join(args[:len(words)], " ") == cmd.name {
			return cmd.run(ctx, c, args[len(words):])
		}
	}
	var names, kin []string
	for _, cmd := range commands() {
		names = append(names, cmd.name)
		if strings.HasPrefix(cmd.name, args[0]+" ") {
			kin = append(kin, "roster "+cmd.name)
		}
	}
	if len(kin) > 0 && len(args) > 1 && (args[1] == "--help" || args[1] == "-h") {
		c.help(c.stdout)
		return nil
	}
	if len(kin) > 0 {
		return usage("%q needs a second word: %s. See roster --help", args[0], strings.Join(kin, ", "))
	}
	return usage("there is no command %q. The commands are: %s. See roster --help", args[0], strings.Join(names, ", "))
}

func (c console) help(w io.Writer) {
	fmt.Fprint(w, "roster administers the people of a company: who they are, what they may do and why, who invited whom.\n\nUsage: roster COMMAND [FLAGS]\n\n")
	for _, cmd := range commands() {
		fmt.Fprintf(w, "  %-17s %s\n", cmd.name, cmd.summary)
	}
	fmt.Fprint(w, `
roster COMMAND --help tells the flags of a command.

Environment:
  DATABASE_URL        the Postgres to use, as libpq spells it; without it roster runs a private one
  ROSTER_DATA         where the private Postgres keeps its data (default: $XDG_DATA_HOME/roster, ~/.local/share/roster)
  ROSTER_ADDR         the address to listen on (default: 127.0.0.1:8000)
  ROSTER_ORIGIN       the address people use, such as https://roster.example.com (default: from ROSTER_ADDR)
  ROSTER_PROXIES      proxies whose X-Forwarded-For is believed: 127.0.0.1, 10.0.0.0/8 (default: none)
  ROSTER_SMTP         the server that invitations are mailed by: smtp://user:password@host:587, smtps://host:465 (default: none)
  ROSTER_MAIL_FROM    the address they come from, such as Console <console@example.com>
  ROSTER_ENVIRONMENT  a name on every page, such as staging
`)
}

// usageError is a command asked wrongly; its text says what is right.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

func usage(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

// flags makes the set of flags of a command.
func (c console) flags(name, summary, synopsis string) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.Usage = func() {
		out := c.stdout
		fmt.Fprintf(out, "roster %s: %s\n\nUsage: %s\n", name, summary, strings.TrimSpace("roster "+name+" "+synopsis))
		f.VisitAll(func(g *flag.Flag) {
			kind, text := flag.UnquoteUsage(g)
			if g.DefValue != "" && g.DefValue != "false" && g.DefValue != "0" {
				text += " (default " + g.DefValue + ")"
			}
			fmt.Fprintf(out, "\n  --%s %s\n        %s", g.Name, kind, text)
		})
		fmt.Fprintln(out)
	}
	return f
}

// parse reads the flags of a command that takes nothing else.
func parse(f *flag.FlagSet, args []string) error {
	help := f.Usage
	f.Usage = func() {} // a wrong flag is told in one line, not under a page of help
	if err := f.Parse(args); err != nil {
		if err == flag.ErrHelp {
			help()
			return err
		}
		var known []string
		f.VisitAll(func(g *flag.Flag) { known = append(known, "--"+g.Name) })
		return usage("%s: %s. Its flags are %s. See roster %[1]s --help", f.Name(), strings.Replace(err.Error(), ": -", ": --", 1), strings.Join(known, ", "))
	}
	if f.NArg() > 0 {
		return usage("%s takes flags alone, not %q. See roster %[1]s --help", f.Name(), f.Arg(0))
	}
	return nil
}
