package pgserver

import (
	"path/filepath"
	"testing"
)

func TestDefaultDir(t *testing.T) {
	here, _ := filepath.Abs("data")
	for _, c := range []struct {
		env  map[string]string
		want string
	}{
		{map[string]string{"ROSTER_DATA": "/srv/roster", "XDG_DATA_HOME": "/x", "HOME": "/home/keegan"}, "/srv/roster"},
		{map[string]string{"ROSTER_DATA": "data"}, here},
		{map[string]string{"XDG_DATA_HOME": "/x", "HOME": "/home/keegan"}, "/x/roster"},
		{map[string]string{"XDG_DATA_HOME": "relative", "HOME": "/home/keegan"}, "/home/keegan/.local/share/roster"},
		{nil, ""},
	} {
		got, err := DefaultDir(func(k string) string { return c.env[k] })
		if got != c.want || (err != nil) != (c.want == "") {
			t.Errorf("%v: %q, %v; want %q", c.env, got, err, c.want)
		}
	}
}

func TestDSN(t *testing.T) {
	for dir, want := range map[string]string{
		"/run":    `host=/run port=5432 user=console dbname=roster sslmode=disable`,
		"/it's a": `host='/it\'s a' port=5432 user=console dbname=roster sslmode=disable`,
	} {
		if got := dsn(dir, "roster"); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
