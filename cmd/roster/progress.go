package main

import (
	"fmt"
	"os"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress draws a bar for each step where somebody watches, and writes a line where a log does: the verb and the step.
func (c console) progress(verb string) func(step string, done, total int) {
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
			fmt.Fprintf(c.stderr, "%s %s\n", verb, step)
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
