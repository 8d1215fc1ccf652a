// Package signals tells what stands out among the people under somebody: each signal is a sentence with its numbers, and
// the way to the rows behind it.
package signals

import (
	"math"
	"strings"
	"time"

	"roster/models"
	"roster/views/ui"
)

// Sentence is a signal in words: what was noticed, and beside it what that is to be measured by.
type Sentence struct {
	Fact   string
	Beside string
}

func (s Sentence) String() string {
	if s.Beside == "" {
		return s.Fact + "."
	}
	return s.Fact + "; " + s.Beside + "."
}

// Tell says a signal.
func Tell(s models.Signal) Sentence {
	told := sentences[s.Kind](s)
	if s.Newest > 0 {
		told.Beside = strings.TrimPrefix(told.Beside+"; looked at the last "+ui.Number(s.Newest)+" who joined", "; ")
	}
	return told
}

var sentences = map[models.SignalKind]func(models.Signal) Sentence{
	models.Burst: func(s models.Signal) Sentence {
		return Sentence{ui.Number(s.Count) + " joined " + within(s.Until.Sub(s.Since)) + " on " + day(s.Since), rate(s.Usual)}
	},
	models.TriedLater: func(s models.Signal) Sentence {
		return Sentence{"Codes and links were tried " + ui.Count(s.Count, "time", "times") + " after they had been taken back",
			"from " + ui.Count(s.Of, "network", "networks") + ", last on " + day(s.Until)}
	},
	models.SingleChain: func(s models.Signal) Sentence {
		return Sentence{place(s) + " a row of " + length(s) + " people who invited one person each", "from " + name(s.First) + " to " + name(s.Last)}
	},
	models.NumberBlock: func(s models.Signal) Sentence {
		return Sentence{share(s) + " telephone numbers begin with " + s.Text, "that is one block of 1,000 numbers"}
	},
	models.OneMailbox: func(s models.Signal) Sentence {
		return Sentence{share(s) + " e-mail addresses are spellings of " + s.Text, "they differ in dots, or in what follows a plus"}
	},
	models.OnlyDigits: func(s models.Signal) Sentence {
		return Sentence{Fact: share(s) + " e-mail addresses are " + s.Text + " but for digits"}
	},
	models.RareDomain: func(s models.Signal) Sentence {
		return Sentence{share(s) + " e-mail addresses are at " + s.Text, percent(s.Mean) + " elsewhere"}
	},
	models.ManyDeactivated: func(s models.Signal) Sentence {
		return Sentence{ofBranch(s) + " were deactivated: " + share(s), ofEverybody(s)}
	},
	models.ManyUnverified: func(s models.Signal) Sentence {
		return Sentence{ofBranch(s) + " never verified an e-mail address: " + share(s), ofEverybody(s)}
	},
}

func share(s models.Signal) string { return ui.Number(s.Count) + " of " + ui.Number(s.Of) }

// ofBranch is the share of a branch, and ofEverybody that of the directory, which it is set beside.
func ofBranch(s models.Signal) string {
	return ui.Percent(s.Count, s.Of) + " of the branch"
}

func ofEverybody(s models.Signal) string { return "of everybody " + percent(s.Mean) }

// percent spells a share as other pages do.
func percent(share float64) string {
	const parts = 1_000_000
	return ui.Percent(int64(math.Round(share*parts)), parts)
}

// within says in how long something was over.
func within(d time.Duration) string {
	if d <= time.Minute {
		return "within a minute"
	}
	return "in " + ui.Number(int64(math.Ceil(d.Minutes()))) + " minutes"
}

// rate says how many else join in a day; of few, how many in a month of thirty days.
func rate(daily float64) string {
	switch monthly := math.Round(30 * daily); {
	case daily >= 1:
		return "usual " + ui.Number(int64(math.Round(daily))) + " a day"
	case monthly >= 1:
		return "usual " + ui.Number(int64(monthly)) + " a month"
	case daily > 0:
		return "usual less than 1 a month"
	}
	return "nobody else did"
}

// place says where somebody stands in a chain.
func place(s models.Signal) string {
	switch s.Above {
	case 0:
		return "Heads"
	case s.Count:
		return "Ends"
	}
	return "Stands in"
}

// length says how many stand in a chain, so far as it was followed.
func length(s models.Signal) string {
	if s.Cut {
		return "at least " + ui.Number(s.Count)
	}
	return ui.Number(s.Count)
}

// name is what to call somebody amidst a sentence, whichever way their name is written.
func name(p models.Person) string { return "\u2068" + p.Name() + "\u2069" }

func day(t time.Time) string { return t.UTC().Format("2 Jan 2006") }
