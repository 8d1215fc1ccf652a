//go:build linux

package pgserver

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
)

// npm yields the binaries that npm has installed beside the working directory, the executable, or a parent of either.
func npm() iter.Seq[string] {
	return func(yield func(string) bool) {
		var starts []string
		if wd, err := os.Getwd(); err == nil {
			starts = append(starts, wd)
		}
		if exe, err := os.Executable(); err == nil {
			starts = append(starts, filepath.Dir(exe))
		}
		for _, dir := range starts {
			for ; ; dir = filepath.Dir(dir) {
				pack := filepath.Join(dir, "node_modules", filepath.FromSlash(npmPackage))
				bin := filepath.Join(pack, "native", "bin")
				if executable(filepath.Join(bin, "postgres")) && hydrate(pack) == nil && !yield(bin) {
					return
				}
				if dir == filepath.Dir(dir) {
					break
				}
			}
		}
	}
}

// hydrate makes the symlinks that a package cannot carry. The package's own install script would do it,
// but npm need not run those. Without them the libraries are not found.
func hydrate(pack string) error {
	root, err := os.OpenRoot(pack)
	if err != nil {
		return err
	}
	defer root.Close()
	b, err := root.ReadFile("native/pg-symlinks.json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var links []struct{ Source, Target string }
	if err := json.Unmarshal(b, &links); err != nil {
		return fmt.Errorf("%s: %w", pack, err)
	}
	for _, l := range links {
		source, err := filepath.Rel(filepath.Dir(l.Target), l.Source)
		if err != nil {
			return err
		}
		// Another console may be making them too.
		if err := root.Symlink(source, l.Target); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return nil
}
