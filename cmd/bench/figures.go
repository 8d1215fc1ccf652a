package main

import (
	"slices"
	"time"
)

// figures are what a server did in a round, or the medians of its rounds and the most of all. Times are in milliseconds.
type figures struct {
	PerSecond float64 `json:"per_second"`
	P50       float64 `json:"p50_ms"`
	P95       float64 `json:"p95_ms"`
	Most      float64 `json:"most_ms"`
	Slowest   string  `json:"slowest"` // what was asked that took the most
	Answers   int     `json:"answers"`
	GaveUp    int     `json:"gave_up"` // of them not given, since they would have taken too long
}

func figuresOf(took []time.Duration, gaveUp int, elapsed time.Duration) figures {
	slices.Sort(took)
	return figures{
		PerSecond: float64(len(took)-gaveUp) / elapsed.Seconds(),
		P50:       milliseconds(nth(took, 50)),
		P95:       milliseconds(nth(took, 95)),
		Most:      milliseconds(nth(took, 100)),
		Answers:   len(took),
		GaveUp:    gaveUp,
	}
}

// nth is the percentile of what is sorted: no more than the rest take longer.
func nth(sorted []time.Duration, percent int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[(len(sorted)*percent+99)/100-1]
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func medians(rounds []figures) (m figures) {
	of := func(number func(figures) float64) float64 {
		var all []float64
		for _, f := range rounds {
			all = append(all, number(f))
		}
		return median(all)
	}
	m.PerSecond = of(func(f figures) float64 { return f.PerSecond })
	m.P50 = of(func(f figures) float64 { return f.P50 })
	m.P95 = of(func(f figures) float64 { return f.P95 })
	for _, f := range rounds {
		if f.Most > m.Most {
			m.Most, m.Slowest = f.Most, f.Slowest
		}
		m.Answers += f.Answers
		m.GaveUp += f.GaveUp
	}
	return m
}

func median(all []float64) float64 {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return (all[(len(all)-1)/2] + all[len(all)/2]) / 2
}

// ratio is the median, over the rounds, of how many answers one gave for each of the other: both saw the same weather.
func ratio(one, other []figures) float64 {
	var all []float64
	for i := range one {
		if other[i].PerSecond > 0 {
			all = append(all, one[i].PerSecond/other[i].PerSecond)
		}
	}
	return median(all)
}
