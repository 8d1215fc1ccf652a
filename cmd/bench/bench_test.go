package main

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"roster/models/pgserver"
)

// The test binary plays three parts: the tests, the keeper of the Postgres they start, and the floor.
func TestMain(m *testing.M) {
	if pgserver.IsKeeper(os.Args) || len(os.Args) > 1 && os.Args[1] == "floor" {
		main()
		return
	}
	slog.SetDefault(slog.New(slog.DiscardHandler))
	os.Exit(m.Run())
}

// All of it is on one directory, which takes longest to make.
func TestBench(t *testing.T) {
	dir := t.TempDir()
	roster, err := buildRoster(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(dir, "data")
	usual := []string{"--people", "300", "--data", data, "--roster", roster, "--time", "1ms", "--rounds", "1"}
	t.Run("measures everything", func(t *testing.T) { measuresEverything(t, usual) })

	b := &bench{only: regexp.MustCompile(""), rounds: 1, lasts: time.Millisecond, checks: 2, tell: func(result) {}}
	end, err := b.begin(t.Context(), options{people: 300, data: data, roster: roster}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := end(); err != nil {
			t.Error(err)
		}
	}()
	t.Run("finds wrong answers", func(t *testing.T) { findsWrongAnswers(t, *b) })
	t.Run("has a floor that answers everything", func(t *testing.T) { floorAnswers(t, *b) })
	t.Run("measures a download", func(t *testing.T) { measuresDownload(t, *b) })
}

func measuresEverything(t *testing.T, usual []string) {
	numbers := filepath.Join(t.TempDir(), "numbers.json")
	var out, progress bytes.Buffer
	if err := run(append(usual, "--json", numbers), &out, &progress); err != nil {
		t.Fatalf("%v\n%s%s", err, progress.String(), out.String())
	}
	kept, err := readReport(numbers)
	if err != nil {
		t.Fatal(err)
	}
	if kept.Setting.People < 300 || kept.Setting.Postgres == "" {
		t.Errorf("the setting is %+v", kept.Setting)
	}
	if want := 5 + 2*len(fields) + 2*len(orders) + 1 + 2*5 + 2 + 8 + 1; len(kept.Results) != want {
		t.Errorf("%d results, want %d", len(kept.Results), want)
	}
	for _, r := range kept.Results {
		if r.Note != refused && r.Download == nil && (r.Roster == nil || r.Roster.PerSecond == 0) {
			t.Errorf("%s has no figures: %+v", r.Name, r)
		}
	}

	out.Reset()
	if err := run(append(usual, "--only", "^person", "--markdown", "--compare", numbers), &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`(?m)^\| person /users/{id}/ \| 16 \| [0-9,.]+ \| [0-9,.]+ \|`, `(?m)^Beside 30`, `(?m)^\| person /users/{id}/( \| [0-9,.]+){6} \|$`} {
		if !regexp.MustCompile(want).MatchString(out.String()) {
			t.Errorf("printed no %s:\n%s", want, out.String())
		}
	}
}

func findsWrongAnswers(t *testing.T, b bench) {
	honest := b.floor.origin
	liar := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked, err := http.NewRequest("GET", honest+r.URL.RequestURI(), nil)
		if err != nil {
			t.Error(err)
			return
		}
		asked.Header = r.Header
		res, err := http.DefaultTransport.RoundTrip(asked)
		if err != nil {
			t.Error(err)
			return
		}
		defer res.Body.Close()
		body, _ := io.ReadAll(res.Body)
		if r.URL.Path != "/users/" {
			body = bytes.Replace(body, []byte(`"pk":`), []byte(`"pk":1`), 1)
		}
		w.Write(body)
	}))
	defer liar.Close()
	b.floor = &child{origin: liar.URL}
	b.only = regexp.MustCompile(`^person /users|^list, page 1$`)
	var notes []string
	b.tell = func(r result) { notes = append(notes, r.Name+": "+r.Note) }
	_, err := b.run(t.Context())
	if !errors.As(err, new(difference)) ||
		!regexp.MustCompile(`^person /users/{id}/: GET /users/\d+/: byte \d+ differs: roster has ".*\\"pk\\":`).MatchString(err.Error()) {
		t.Errorf("the difference is told as %v", err)
	}
	if got := strings.Join(notes, "; "); got != "person /users/{id}/: wrong; list, page 1: " {
		t.Errorf("noted %q", got)
	}
}

// What roster refuses is not compared, so the floor is looked at by itself: it finds those whose values were drawn.
func floorAnswers(t *testing.T, b bench) {
	all, err := trials(b.directory, b.keys)
	if err != nil {
		t.Fatal(err)
	}
	c, err := dial(b.floor.addr())
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	// Nobody has those, or nobody is that, among so few.
	mayFindNobody := regexp.MustCompile(`localized_attributes_kwargs=|is_anonymized=true`)
	for _, trial := range all {
		if trial.form != asJSON || trial.name == mixture {
			continue
		}
		for _, request := range trial.requests(b.floor.addr(), b.keys, "")[:min(10, len(trial.asks))] {
			body, err := c.good(request)
			if err != nil {
				t.Errorf("%s: %v", trial.name, err)
			} else if bytes.HasPrefix(body, []byte(`{"count":0,`)) && !mayFindNobody.Match(request) {
				t.Errorf("%s: %s finds nobody", trial.name, firstLine(request))
			}
		}
	}
}

func measuresDownload(t *testing.T, b bench) {
	lines := 1000
	csv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for range lines {
			io.WriteString(w, "id,username\n")
			w.(http.Flusher).Flush()
		}
	}))
	defer csv.Close()
	b.roster = &child{origin: csv.URL, cmd: b.roster.cmd}
	d, err := b.download(request(b.roster.addr(), "/"))
	if err != nil || d.Bytes != 12_000 || d.Lines != 1000 || d.Peak == 0 || d.MBPerSecond == 0 {
		t.Errorf("%+v, %v", d, err)
	}
	lines = 10
	if _, err := b.download(request(b.roster.addr(), "/")); err == nil {
		t.Error("a download that ends early is no error")
	}
}
