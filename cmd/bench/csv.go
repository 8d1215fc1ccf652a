package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"time"
)

// download is what it took to give everybody as CSV, while nobody else asked.
type download struct {
	Bytes       int64   `json:"bytes"`
	Lines       int     `json:"lines"`
	FirstByte   float64 `json:"first_byte_ms"`
	Seconds     float64 `json:"seconds"`
	MBPerSecond float64 `json:"mb_per_second"`
	Before      int64   `json:"memory_before"`
	Peak        int64   `json:"memory_peak"`

	begun time.Time
}

// Write counts what comes.
func (d *download) Write(p []byte) (int, error) {
	if d.Bytes == 0 {
		d.FirstByte = milliseconds(time.Since(d.begun))
	}
	d.Bytes += int64(len(p))
	d.Lines += bytes.Count(p, []byte("\n"))
	return len(p), nil
}

func (b *bench) download(request []byte) (*download, error) {
	pid := b.roster.cmd.Process.Pid
	c, err := dial(b.roster.addr())
	if err != nil {
		return nil, err
	}
	defer c.close()
	d := new(download)
	if d.Before, err = memory(pid, "VmRSS"); err != nil {
		return nil, err
	}
	if err := resetPeak(pid); err != nil {
		return nil, err
	}
	d.begun = time.Now()
	status, err := c.ask(request, d)
	took := time.Since(d.begun)
	switch {
	case status == http.StatusNotFound || status == http.StatusBadRequest || status == http.StatusNotAcceptable:
		return nil, errRefused
	case err != nil:
		return nil, fmt.Errorf("broke off after %d bytes: %w", d.Bytes, err)
	case status != http.StatusOK:
		return nil, fmt.Errorf("answered %d", status)
	}
	d.Seconds = took.Seconds()
	d.MBPerSecond = float64(d.Bytes) / 1e6 / d.Seconds
	if d.Peak, err = memory(pid, "VmHWM"); err != nil {
		return nil, err
	}
	var people int
	if err := b.directory.pool.QueryRow(context.Background(), "select count(*) from users").Scan(&people); err != nil {
		return nil, err
	}
	if d.Lines < people {
		return nil, fmt.Errorf("has %d lines for %d people", d.Lines, people)
	}
	return d, nil
}

func (d *download) String() string {
	return fmt.Sprintf("%.0f MB in %.1f s, %.0f MB/s, first byte after %s ms; memory %d MB, at most %d MB",
		float64(d.Bytes)/1e6, d.Seconds, d.MBPerSecond, digits(d.FirstByte), d.Before>>20, d.Peak>>20)
}
