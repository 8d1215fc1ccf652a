package pgconn

import (
	"encoding/json"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun/driver/pgdriver"
)

func env(vars map[string]string) func(string) string {
	return func(name string) string { return vars[name] }
}

func TestParse(t *testing.T) {
	self, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	usual := Config{
		Hosts: []Host{{Name: "/var/run/postgresql", Port: 5432}, {Name: "/tmp", Port: 5432}, {Name: "localhost", Port: 5432}},
		User:  self.Username, Database: self.Username, SSLMode: "prefer", Target: "any",
		ConnectTimeout: 4 * time.Second, ApplicationName: "roster", Limits: DefaultLimits,
	}
	// with is the usual configuration with some changes.
	with := func(change func(*Config)) Config {
		c := usual
		change(&c)
		return c
	}
	at := func(hosts ...Host) Config { return with(func(c *Config) { c.Hosts = hosts }) }
	mo := func(hosts ...Host) Config {
		return with(func(c *Config) { c.Hosts, c.User, c.Password, c.Database = hosts, "mo", "pw", "staff" })
	}
	h1 := Host{Name: "h1", Port: 5432}

	for _, test := range []struct {
		dsn  string
		env  map[string]string
		want Config
	}{
		{"", nil, usual},
		{"  ", nil, usual},
		{"postgres://", nil, usual},
		{"postgres://mo:pw@h1/staff", nil, mo(h1)},
		{"postgresql://mo:pw@h1/staff", nil, mo(h1)},
		{"host=h1 user=mo password=pw dbname=staff", nil, mo(h1)},
		{" host = h1\n\tuser=mo password = 'pw' dbname=staff ", nil, mo(h1)},
		{"postgres://h1?user=mo&password=pw&dbname=staff", nil, mo(h1)},
		{"postgres://h1:1,h2:2", nil, at(Host{Name: "h1", Port: 1}, Host{Name: "h2", Port: 2})},
		{"postgres://h1:1,h2", nil, at(Host{Name: "h1", Port: 1}, Host{Name: "h2", Port: 5432})},
		{"postgres://h1,h2?port=7", nil, at(Host{Name: "h1", Port: 7}, Host{Name: "h2", Port: 7})},
		{"host=h1,h2 port=1,2", nil, at(Host{Name: "h1", Port: 1}, Host{Name: "h2", Port: 2})},
		{"postgres://[::1]:5433/", nil, at(Host{Name: "::1", Port: 5433})},
		{"postgres://[::1],h2:2", nil, at(Host{Name: "::1", Port: 5432}, Host{Name: "h2", Port: 2})},
		{"postgres://mo:pw@/staff?host=/run/pg&port=6", nil, mo(Host{Name: "/run/pg", Port: 6})},
		{"postgres://mo:pw@%2Frun%2Fpg:6/staff", nil, mo(Host{Name: "/run/pg", Port: 6})},
		{"host=@abstract", nil, at(Host{Name: "@abstract", Port: 5432})},
		{"hostaddr=10.0.0.1", nil, at(Host{Addr: "10.0.0.1", Port: 5432})},
		{"host=h1 hostaddr=::1", nil, at(Host{Name: "h1", Addr: "::1", Port: 5432})},
		{"host=h1,", nil, at(h1, Host{Name: "/var/run/postgresql", Port: 5432})},
		{"postgres://h1/a%20b?user=m%6F&password=%25%40", nil, with(func(c *Config) {
			c.Hosts, c.User, c.Password, c.Database = []Host{h1}, "mo", "%@", "a b"
		})},
		{"postgres://h1/?user=a+b", nil, with(func(c *Config) { c.Hosts, c.User, c.Database = []Host{h1}, "a+b", "a+b" })},
		{`user='m\'o' password=a\ b\\ dbname='' host=h1`, nil, with(func(c *Config) {
			c.Hosts, c.User, c.Password, c.Database = []Host{h1}, "m'o", `a b\`, "m'o"
		})},
		{"sslmode=verify-full sslrootcert=/ca sslcert=/c sslkey=/k", nil, with(func(c *Config) {
			c.SSLMode, c.SSLRootCert, c.SSLCert, c.SSLKey = "verify-full", "/ca", "/c", "/k"
		})},
		{"connect_timeout=9 application_name=load target_session_attrs=read-write", nil, with(func(c *Config) {
			c.ConnectTimeout, c.ApplicationName, c.Target = 9*time.Second, "load", "read-write"
		})},
		{"connect_timeout=0", nil, with(func(c *Config) { c.ConnectTimeout = 0 })},
		{`options='-c search_path=a,b -cgeqo=off --statement-timeout=1min -c x.y=a\\ b -c lock_timeout=0'`, nil, with(func(c *Config) {
			c.Params = map[string]string{"search_path": "a,b", "geqo": "off", "x.y": "a b"}
			c.Limits.Statement, c.Limits.Lock = time.Minute, 0
		})},
		{"", map[string]string{
			"PGHOST": "h1", "PGPORT": "1", "PGUSER": "mo", "PGPASSWORD": "pw", "PGDATABASE": "staff",
			"PGSSLMODE": "require", "PGAPPNAME": "load", "PGCONNECT_TIMEOUT": "1",
		}, with(func(c *Config) {
			c.Hosts, c.User, c.Password, c.Database = []Host{{Name: "h1", Port: 1}}, "mo", "pw", "staff"
			c.SSLMode, c.ApplicationName, c.ConnectTimeout = "require", "load", time.Second
		})},
		{"postgres://h1", map[string]string{"PGHOST": "h2", "PGPORT": "2"}, at(Host{Name: "h1", Port: 2})},
		{"password=''", map[string]string{"PGPASSWORD": "pw"}, usual},
	} {
		got, err := Parse(test.dsn, env(test.env))
		if err != nil {
			t.Errorf("%s: %v", test.dsn, err)
		} else if !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s:\n got %v\nwant %v", test.dsn, got, test.want)
		}
	}
}

func TestParseSaysWhatIsRight(t *testing.T) {
	const secret = "hunter2"
	for _, test := range []struct{ dsn, want string }{
		{"mysql://u:hunter2@h/db", "postgres://"},
		{"staff", "key=value"},
		{"user=mo password=a hunter2", "key=value"},
		{"user=mo password=a hunter2=", "after the password"},
		{"pasword=x", `unknown key "pasword"; the keys are host`},
		{"password='hunter2", "must end with '"},
		{"postgres://u:hunter2@h?sslmod=x", "the keys are host, hostaddr"},
		{"postgres://u:hunter2%@h", "hexadecimal"},
		{"postgres://u:hunter2@x@h", "%40"},
		{"postgres://u:hunter2/x@h", "%40"},
		{"postgres://u:1/hunter2@h", "%40"},
		{"postgres://u:hunter2", "port: want a number"},
		{"postgres://::1", "brackets"},
		{"postgres://[::1", "brackets"},
		{"postgres://[::1]x", "brackets"},
		{"postgres://h?hunter2", "key=value"},
		{"postgres://h?user=%00", "NUL"},
		{"password=hunter2 port=0", "1 to 65535"},
		{"port=65536", "1 to 65535"},
		{"host=a,b port=1,2,3", "same length"},
		{"host=a,b hostaddr=10.0.0.1", "same length"},
		{"hostaddr=localhost", "IP address"},
		{"sslmode=on", "verify-full"},
		{"sslmode=require sslrootcert=system", "verify-full"},
		{"sslcert=x", "go together"},
		{"connect_timeout=4s", "whole number"},
		{"target_session_attrs=prefer-standby", "read-write"},
		{"options=--", "-c name=value"},
		{"options='-c a-b=c'", "-c name=value"},
		{"options='-d 3'", "-c name=value"},
		{"options='-c lock_timeout=soon'", "30s"},
		{"options='-c lock_timeout=25d'", "24d"},
	} {
		_, err := Parse(test.dsn, env(nil))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want a word about %s", test.dsn, err, test.want)
		} else if strings.Contains(err.Error(), secret) {
			t.Errorf("%s: the password is in %v", test.dsn, err)
		}
	}
	if _, err := Parse("", env(map[string]string{"PGPORT": "x"})); err == nil {
		t.Error("a bad PGPORT passed")
	}
}

func TestBareDriverCannotReadAddresses(t *testing.T) {
	for _, dsn := range []string{"host=/tmp user=mo", "postgres://mo@[::1]:1,h2:2/staff"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: pgdriver reads it now", dsn)
				}
			}()
			pgdriver.NewConnector(pgdriver.WithDSN(dsn))
		}()
	}
	c := pgdriver.NewConnector(pgdriver.WithDSN("postgres://mo@/staff?host=/run/pg&port=6")).Config()
	if c.Addr != "/run/pg" {
		t.Errorf("pgdriver finds the socket in a folder now: %s", c.Addr)
	}
	if c := pgdriver.NewConnector(pgdriver.WithDSN("postgres://mo@h/staff")).Config(); !c.TLSConfig.InsecureSkipVerify {
		t.Error("pgdriver verifies TLS by default now")
	}
}

func TestPasswordIsNeverShown(t *testing.T) {
	c, err := Parse("postgres://mo:hunter2@h/staff", env(nil))
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{c.String(), string(text), fmt.Sprintf("%v %+v %#v %s", c, c, c, c), fmt.Sprintf("%+v", c.Connector())} {
		if strings.Contains(s, "hunter2") || !strings.Contains(s, "dbname=staff") {
			t.Error(s)
		}
	}
}

func TestPassfile(t *testing.T) {
	file := filepath.Join(t.TempDir(), ".pgpass")
	text := "# comment\n\nh1:5432:staff:eve:no\nh1:*:staff:mo:a\\:b\\\\c\nh2:7:*:mo:two\r\nlocalhost:*:*:mo:local\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	parse := func(dsn string) ([]string, error) {
		c, err := Parse(dsn, env(map[string]string{"HOME": filepath.Dir(file)}))
		var got []string
		for _, h := range c.Hosts {
			got = append(got, h.password)
		}
		return got, err
	}
	for dsn, want := range map[string][]string{
		"host=h1,h2,h3 port=5432,7,7 user=mo dbname=staff": {`a:b\c`, "two", ""},
		"user=mo":                               {"local", "local", "local"},
		"host=h1 user=mo dbname=other":          {""},
		"host=h2 port=7 user=mo password=given": {""},
		"host=h2 port=7 user=mo passfile=/none": {""},
	} {
		if got, err := parse(dsn); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %q, %v; want %q", dsn, got, err, want)
		}
	}
	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := parse("user=mo"); err == nil || !strings.Contains(err.Error(), "chmod 0600") {
		t.Errorf("a passfile that others may read: %v", err)
	}
}

// FuzzParse checks that no address makes Parse panic, that String gives the
// same configuration again, and that the password is in it nowhere.
func FuzzParse(f *testing.F) {
	for _, dsn := range []string{
		"", "postgres://mo:pw@h1:1,[::1]:2/staff?sslmode=require&options=-c%20a%3Db", "host=/tmp,@x port=1,2 user='a\\'b' password=hunter2",
		"hostaddr=10.0.0.1,::1 host=a,b", `options='-c a.b=c\\ d --lock-timeout=3s' connect_timeout=7`, "postgres://a%2Cb/%00",
	} {
		f.Add(dsn)
	}
	f.Fuzz(func(t *testing.T, dsn string) {
		c, err := Parse(dsn, env(nil))
		if err != nil {
			return
		}
		again, err := Parse(c.String(), env(nil))
		if err != nil {
			t.Fatalf("%q gives %q, which is wrong: %v", dsn, c.String(), err)
		}
		if c.Password != "" {
			again.Password = c.Password
		}
		for i := range again.Hosts { // A passfile is not part of the address.
			c.Hosts[i].password, again.Hosts[i].password = "", ""
		}
		if !reflect.DeepEqual(c, again) {
			t.Fatalf("%q gives\n%#v, but that gives\n%#v", dsn, c, again)
		}
		hidden := c
		hidden.Password = "\x01secret"
		if strings.Contains(hidden.String(), "secret") && !strings.Contains(dsn, "secret") {
			t.Fatalf("the password is in %q", hidden.String())
		}
	})
}
