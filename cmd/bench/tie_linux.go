package main

import (
	"os/exec"
	"syscall"
)

// tie lets a child end with the benchmark, even when that is killed. A terminal's Ctrl+C is the benchmark's alone.
func tie(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM, Setpgid: true}
}
