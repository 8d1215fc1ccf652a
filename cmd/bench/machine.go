package main

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"time"
)

// setting is where and when a run took place.
type setting struct {
	Date     string  `json:"date"`
	CPU      string  `json:"cpu"`
	Cores    int     `json:"cores"`
	MemoryGB float64 `json:"memory_gb"`
	Postgres string  `json:"postgres"`
	People   int     `json:"people"`
	Rounds   int     `json:"rounds"`
	Round    string  `json:"round"`
}

func settingOf(ctx context.Context, b *bench) (s setting, err error) {
	s = setting{Date: time.Now().Format(time.DateOnly), Cores: runtime.NumCPU(), Rounds: b.rounds, Round: b.lasts.String()}
	if s.CPU, err = proc("/proc/cpuinfo", "model name"); err != nil {
		s.CPU = runtime.GOARCH // whose processors do not say
	}
	memory, err := kilobytes("/proc/meminfo", "MemTotal")
	if err != nil {
		return s, err
	}
	s.MemoryGB = float64(memory>>20) / 1024
	err = b.directory.pool.QueryRow(ctx, "select current_setting('server_version'), count(*) from users").Scan(&s.Postgres, &s.People)
	s.Postgres, _, _ = strings.Cut(s.Postgres, " ")
	return s, err
}

func (s setting) String() string {
	return fmt.Sprintf("%s people, %s, %d cores of %s, %.0f GB, Postgres %s, medians of %d rounds of %s",
		grouped(s.People), s.Date, s.Cores, s.CPU, s.MemoryGB, s.Postgres, s.Rounds, s.Round)
}

// grouped writes a number with commas: 1,000,000.
func grouped(n int) string {
	text := fmt.Sprint(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
