package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// resetPeak lets the kernel measure anew how much memory a process came to use (proc(5), clear_refs).
func resetPeak(pid int) error {
	return os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", pid), []byte("5"), 0)
}

// memory is how many bytes a process uses: VmRSS for now, VmHWM for the peak.
func memory(pid int, which string) (int64, error) {
	return kilobytes(fmt.Sprintf("/proc/%d/status", pid), which)
}

// kilobytes reads a number that a file of /proc gives in kB, and gives it in bytes.
func kilobytes(file, name string) (int64, error) {
	text, err := proc(file, name)
	if err != nil {
		return 0, err
	}
	kb, err := strconv.ParseInt(strings.TrimSuffix(text, " kB"), 10, 64)
	return kb << 10, err
}

// proc is what a file of /proc says under a name.
func proc(file, name string) (string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(string(text)) {
		if key, value, _ := strings.Cut(line, ":"); strings.TrimSpace(key) == name {
			return strings.TrimSpace(value), nil
		}
	}
	return "", fmt.Errorf("%s has no %s", file, name)
}
