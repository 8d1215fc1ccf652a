package handlers_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"roster/handlers"
	"roster/models"
	"roster/models/demo"
	"roster/models/modelstest"
	"roster/web"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

const (
	origin   = "http://www.example.com"
	password = "correct horse battery"
)

// console is the whole console on a directory of its own, with the people of the documents: Keegan is an admin,
// Moratti is staff and may read users through his group, Eve is neither. Sara is staff and may nothing.
type console struct {
	t     *testing.T
	store *models.Store
	dsn   string
	site  http.Handler
	keys  map[string]string // who -> token
	jars  map[string]string // who -> session cookie
}

func open(t *testing.T) *console {
	t.Helper()
	slog.SetDefault(slog.New(told))
	store, dsn := modelstest.OpenDSN(t)
	if _, err := demo.Load(t.Context(), store, demo.Options{Seed: 1}); err != nil {
		t.Fatal(err)
	}
	c := &console{t: t, store: store, dsn: dsn, keys: map[string]string{}, jars: map[string]string{},
		site: handlers.Routes(store, web.Site{Origin: origin})}
	if _, err := store.CreateStaff(t.Context(), "sara", password, false); err != nil {
		t.Fatal(err)
	}
	for who, username := range map[string]string{"keegan": "keegan2255", "moratti": "moratti120", "eve": "Eve68", "sara": "sara", "chen": "michael_chen"} {
		id, err := store.IDOf(t.Context(), username)
		if err != nil {
			t.Fatal(err)
		}
		if c.keys[who], err = store.NewToken(t.Context(), id, "test"); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// exec runs SQL underneath the console.
func (c *console) exec(query string, args ...any) {
	c.t.Helper()
	modelstest.Exec(c.t, c.dsn, query, args...)
}

// answer is what came back.
type answer struct {
	*http.Response

	body       string
	statements int64
}

// ask sends a request as somebody: "" nobody; a name, with their token; "@name", with their session. Headers are
// "Name: value"; one of the method is the method's.
func (c *console) ask(who, method, path string, headers ...string) answer {
	c.t.Helper()
	return c.send(who, c.request(method, path, nil, headers...))
}

func (c *console) request(method, path string, form url.Values, headers ...string) *http.Request {
	c.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequestWithContext(c.t.Context(), method, "http://www.example.com/", body)
	u, err := url.Parse(path)
	if err != nil {
		u = &url.URL{Opaque: path}
	}
	r.URL.Path, r.URL.RawPath, r.URL.RawQuery = u.Path, u.RawPath, u.RawQuery
	r.RequestURI = path
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Add(name, value)
	}
	return r
}

func (c *console) send(who string, r *http.Request) answer {
	c.t.Helper()
	if name, ok := strings.CutPrefix(who, "@"); ok {
		r.Header.Set("Cookie", c.session(name))
	} else if who != "" {
		r.Header.Set("Authorization", "Token "+c.keys[who])
	}
	w := httptest.NewRecorder()
	c.site.ServeHTTP(w, r)
	res := w.Result()
	return answer{res, w.Body.String(), told.statements(res.Header.Get("X-Request-Id"))}
}

// session is the cookie of somebody's session. It is made without the sign-in page, which has tests of its own.
func (c *console) session(name string) string {
	c.t.Helper()
	if c.jars[name] == "" {
		usernames := map[string]string{"keegan": "keegan2255", "moratti": "moratti120", "sara": "sara", "eve": "Eve68"}
		id, err := c.store.IDOf(c.t.Context(), usernames[name])
		if err != nil {
			c.t.Fatal(err)
		}
		cookie := fmt.Sprintf("%-43s", name)
		cookie = strings.ReplaceAll(cookie, " ", "x")
		if err := c.store.SaveSession(c.t.Context(), cookie, id, []byte("x")); err != nil {
			c.t.Fatal(err)
		}
		c.jars[name] = "roster=" + cookie
	}
	return c.jars[name]
}

// told is the log of the console under test: what each request cost.
var told = &logbook{statementsOf: map[string]int64{}}

type logbook struct {
	mu           sync.Mutex
	statementsOf map[string]int64
}

func (l *logbook) statements(request string) int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.statementsOf[request]
}

func (l *logbook) Enabled(context.Context, slog.Level) bool { return true }

func (l *logbook) Handle(_ context.Context, r slog.Record) error {
	attrs := map[string]slog.Value{}
	r.Attrs(func(a slog.Attr) bool { attrs[a.Key] = a.Value; return true })
	if r.Message == "request" {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.statementsOf[attrs["request"].String()] = attrs["statements"].Int64()
	}
	return nil
}

func (l *logbook) WithAttrs([]slog.Attr) slog.Handler { return l }
func (l *logbook) WithGroup(string) slog.Handler      { return l }

// row is one request and what must come of it.
type row struct {
	what    string // how the request differs from the one before
	who     string
	method  string // GET where it is ""
	path    string
	headers []string
	status  int
	has     []string // what the answer holds: in the body, or "Header: value"
	lacks   []string
}

func (c *console) check(rows []row) {
	c.t.Helper()
	for _, row := range rows {
		method := row.method
		if method == "" {
			method = http.MethodGet
		}
		a := c.ask(row.who, method, row.path, row.headers...)
		whole := a.body + "\n"
		for name, values := range maps.All(a.Header) {
			whole += name + ": " + strings.Join(values, ", ") + "\n"
		}
		where := fmt.Sprintf("%s: %s %s %s %v", row.what, row.who, method, row.path, row.headers)
		if a.StatusCode != row.status {
			c.t.Errorf("%s: %d, want %d\n%s", where, a.StatusCode, row.status, whole)
			continue
		}
		for _, want := range row.has {
			if !strings.Contains(whole, want) {
				c.t.Errorf("%s: lacks %q in\n%s", where, want, whole)
			}
		}
		for _, not := range row.lacks {
			if strings.Contains(whole, not) {
				c.t.Errorf("%s: holds %q in\n%s", where, not, whole)
			}
		}
	}
}

// number asks for one number underneath the console.
func (c *console) number(query string, args ...any) int64 {
	c.t.Helper()
	var n int64
	if err := modelstest.DB(c.t, c.dsn).QueryRowContext(c.t.Context(), query, args...).Scan(&n); err != nil {
		c.t.Fatalf("%s: %v", query, err)
	}
	return n
}
