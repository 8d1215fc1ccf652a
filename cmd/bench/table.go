package main

import (
	"fmt"
	"io"
	"strings"
)

// table writes results as they come, a line each: aligned for a terminal, or in Markdown.
type table struct {
	out      io.Writer
	markdown bool
}

var columns = []struct {
	title string
	width int // in a terminal; the name is set to the left, numbers to the right
}{
	{"asked", -42}, {"at once", 7}, {"roster/s", 9}, {"floor/s", 9}, {"ratio", 6},
	{"p50 ms", 8}, {"floor", 8}, {"p95 ms", 8}, {"floor", 8}, {"note", -1},
}

func (t table) head(s setting) {
	fmt.Fprintf(t.out, "%s\n\n", s)
	var titles, rules []string
	for _, c := range columns {
		rule := "---"
		if c.width > 0 {
			rule = "---:"
		}
		titles, rules = append(titles, c.title), append(rules, rule)
	}
	t.line(titles)
	if t.markdown {
		t.line(rules)
	}
}

func (t table) row(r result) {
	cells := []string{r.Name, fmt.Sprint(r.Connections), "", "", "", "", "", "", "", r.Note}
	if r.Roster != nil {
		cells[2], cells[5], cells[7] = digits(r.Roster.PerSecond), digits(r.Roster.P50), digits(r.Roster.P95)
	}
	if r.Floor != nil {
		cells[3], cells[6], cells[8] = digits(r.Floor.PerSecond), digits(r.Floor.P50), digits(r.Floor.P95)
		cells[4] = fmt.Sprintf("%.2f", r.Ratio)
	}
	if r.Download != nil {
		cells[9] = r.Download.String()
	}
	t.line(cells)
}

func (t table) line(cells []string) {
	if t.markdown {
		fmt.Fprintf(t.out, "| %s |\n", strings.Join(cells, " | "))
		return
	}
	var line strings.Builder
	for i, c := range columns {
		fmt.Fprintf(&line, "%*s  ", c.width, cells[i])
	}
	fmt.Fprintln(t.out, strings.TrimRight(line.String(), " "))
}

// compared writes how results stand to those of an earlier run.
func (t table) compared(results []result, then report) {
	earlier := map[string]result{}
	for _, r := range then.Results {
		earlier[r.Name] = r
	}
	fmt.Fprintf(t.out, "\nBeside %s: now to then\n\n", then.Setting)
	line := func(cells ...string) {
		if t.markdown {
			fmt.Fprintf(t.out, "| %s |\n", strings.Join(cells, " | "))
			return
		}
		fmt.Fprintf(t.out, "%-42s", cells[0])
		for _, c := range cells[1:] {
			fmt.Fprintf(t.out, "  %9s", c)
		}
		fmt.Fprintln(t.out)
	}
	line("asked", "then/s", "now/s", "ratio", "then p95", "now p95", "ratio")
	if t.markdown {
		line("---", "---:", "---:", "---:", "---:", "---:", "---:")
	}
	for _, now := range results {
		was, known := earlier[now.Name]
		if !known || now.Roster == nil || was.Roster == nil {
			continue
		}
		line(now.Name,
			digits(was.Roster.PerSecond), digits(now.Roster.PerSecond), quotient(now.Roster.PerSecond, was.Roster.PerSecond),
			digits(was.Roster.P95), digits(now.Roster.P95), quotient(now.Roster.P95, was.Roster.P95))
	}
}

func quotient(now, then float64) string {
	if then == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", now/then)
}

// digits writes a number with as many as are worth reading.
func digits(n float64) string {
	switch {
	case n >= 100:
		return grouped(int(n + 0.5))
	case n >= 10:
		return fmt.Sprintf("%.1f", n)
	}
	return fmt.Sprintf("%.2f", n)
}
