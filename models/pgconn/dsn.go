package pgconn

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// keys are the parameters understood, in the order of libpq's manual
// (PostgreSQL 15, §34.1.2), each with the variable that stands in for it.
var keys = []struct{ name, env string }{
	{"host", "PGHOST"},
	{"hostaddr", "PGHOSTADDR"},
	{"port", "PGPORT"},
	{"dbname", "PGDATABASE"},
	{"user", "PGUSER"},
	{"password", "PGPASSWORD"},
	{"passfile", "PGPASSFILE"},
	{"connect_timeout", "PGCONNECT_TIMEOUT"},
	{"application_name", "PGAPPNAME"},
	{"options", "PGOPTIONS"},
	{"sslmode", "PGSSLMODE"},
	{"sslrootcert", "PGSSLROOTCERT"},
	{"sslcert", "PGSSLCERT"},
	{"sslkey", "PGSSLKEY"},
	{"target_session_attrs", "PGTARGETSESSIONATTRS"},
}

var sslModes = []string{"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}

const spaces = " \t\n\r\v\f"

// settings are the words of an address before anyone looked at their values.
type settings map[string]string

// Parse reads an address as libpq does (PostgreSQL 15, §34.1): a postgres://
// URL or key=value words, with the usual environment variables and ~/.pgpass
// behind them. An empty address means the usual local server.
//
// Its errors say what is right and never repeat a value, since a password is
// often what broke the address.
func Parse(dsn string, getenv func(string) string) (Config, error) {
	c, err := parse(dsn, getenv)
	if err != nil {
		return Config{}, fmt.Errorf("database address: %w", err)
	}
	return c, nil
}

func parse(dsn string, getenv func(string) string) (Config, error) {
	read := words
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		read = uri
	}
	set, err := read(dsn)
	if err != nil {
		return Config{}, err
	}
	for _, k := range keys {
		if _, ok := set[k.name]; !ok && getenv(k.env) != "" {
			if err := set.put(k.name, getenv(k.env)); err != nil {
				return Config{}, fmt.Errorf("%s: %w", k.env, err)
			}
		}
	}
	return set.config(getenv("HOME"))
}

// put adds one word. Words after the password may be a part of it, so an
// unknown one is then not shown.
func (set settings) put(key, value string) error {
	var known []string
	for _, k := range keys {
		known = append(known, k.name)
	}
	if !slices.Contains(known, key) {
		shown := strconv.Quote(key)
		if _, ok := set["password"]; ok {
			shown = "after the password (if that has spaces or signs, quote or encode it)"
		}
		return fmt.Errorf("unknown key %s; the keys are %s; server settings go into options='-c name=value'",
			shown, strings.Join(known, ", "))
	}
	if strings.ContainsRune(value, 0) {
		return fmt.Errorf("%s: no NUL byte is allowed", key)
	}
	set[key] = value
	return nil
}

// words reads key=value words (PostgreSQL 15, §34.1.1.1).
func words(s string) (settings, error) {
	set := settings{}
	for s = strings.TrimLeft(s, spaces); s != ""; s = strings.TrimLeft(s, spaces) {
		key, rest, ok := strings.Cut(s, "=")
		key = strings.TrimRight(key, spaces)
		if !ok || key == "" || strings.ContainsAny(key, spaces) {
			return nil, errors.New("want postgres://user@host/dbname, or key=value words with spaces between them; a value with spaces is written key='a b'")
		}
		value, rest, ok := word(strings.TrimLeft(rest, spaces))
		if !ok {
			return nil, errors.New(`a value that begins with ' must end with '; inside it ' is written \'`)
		}
		if err := set.put(key, value); err != nil {
			return nil, err
		}
		s = rest
	}
	return set, nil
}

// word takes one value off s, quoted or not; a backslash makes the next byte plain.
func word(s string) (value, rest string, ok bool) {
	quoted := strings.HasPrefix(s, "'")
	i := 0
	if quoted {
		i = 1
	}
	var b strings.Builder
	for ; i < len(s); i++ {
		switch {
		case quoted && s[i] == '\'':
			return b.String(), s[i+1:], true
		case !quoted && strings.IndexByte(spaces, s[i]) >= 0:
			return b.String(), s[i:], true
		case s[i] == '\\':
			if i++; i == len(s) {
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String(), "", !quoted
}

// uri reads postgres://user:password@h1:5432,h2/dbname?key=value
// (PostgreSQL 15, §34.1.1.2). net/url is not asked: it knows one host only,
// and its errors repeat the password.
func uri(s string) (settings, error) {
	set := settings{}
	_, s, _ = strings.Cut(s, "://")
	var parts [][2]string

	// As libpq has it, the user ends at the first "@", unless a "/" comes before.
	if i := strings.IndexAny(s, "@/"); i >= 0 && s[i] == '@' {
		name, password, _ := strings.Cut(s[:i], ":")
		parts = append(parts, [2]string{"user", name}, [2]string{"password", password})
		s = s[i+1:]
	}
	s, query, _ := strings.Cut(s, "?")
	s, dbname, _ := strings.Cut(s, "/")
	if strings.Contains(s+dbname, "@") {
		return nil, errors.New(`in a user or password "@" is written %40, "/" %2F and ":" %3A`)
	}
	var hosts, ports []string
	for host := range strings.SplitSeq(s, ",") {
		port := ""
		if h, p, ok := strings.Cut(host, "]"); ok && strings.HasPrefix(host, "[") && (p == "" || p[0] == ':') {
			host, port = h[1:], strings.TrimPrefix(p, ":")
		} else {
			host, port, _ = strings.Cut(host, ":")
		}
		if strings.ContainsAny(host, "[]") || strings.Contains(port, ":") {
			return nil, errors.New("an IPv6 address is written in brackets: [::1]:5432")
		}
		hosts, ports = append(hosts, host), append(ports, port)
	}
	parts = append(parts, [2]string{"host", strings.Join(hosts, ",")}, [2]string{"dbname", dbname})
	if p := strings.Join(ports, ","); strings.Trim(p, ",") != "" {
		parts = append(parts, [2]string{"port", p})
	}

	parts = slices.DeleteFunc(parts, func(p [2]string) bool { return p[1] == "" })
	for pair := range strings.SplitSeq(query, "&") {
		key, value, ok := strings.Cut(pair, "=")
		if !ok && pair != "" {
			return nil, errors.New(`after "?" come key=value pairs with "&" between them`)
		}
		if ok {
			parts = append(parts, [2]string{key, value})
		}
	}
	for _, p := range parts {
		key, err := url.PathUnescape(p[0])
		value, err2 := url.PathUnescape(p[1])
		if err != nil || err2 != nil {
			return nil, errors.New(`"%" must be followed by two hexadecimal digits; a "%" itself is written %25`)
		}
		if err := set.put(key, value); err != nil {
			return nil, err
		}
	}
	return set, nil
}

// config checks the values and fills in what was left out.
func (set settings) config(home string) (Config, error) {
	c := Config{
		User:            set["user"],
		Password:        set["password"],
		Database:        set["dbname"],
		SSLMode:         set.or("sslmode", "prefer"),
		SSLRootCert:     set["sslrootcert"],
		SSLCert:         set["sslcert"],
		SSLKey:          set["sslkey"],
		ConnectTimeout:  4 * time.Second,
		ApplicationName: set.or("application_name", "roster"),
		Target:          set.or("target_session_attrs", "any"),
		Limits:          DefaultLimits,
	}
	if c.User == "" {
		u, err := user.Current()
		if err != nil {
			return c, errors.New("user: give one; the name of the operating system's user is not known")
		}
		c.User = u.Username
	}
	if c.Database == "" {
		c.Database = c.User
	}
	if !slices.Contains(sslModes, c.SSLMode) {
		return c, fmt.Errorf("sslmode: want one of %s", strings.Join(sslModes, ", "))
	}
	if c.SSLRootCert == "system" && c.SSLMode != "verify-full" {
		return c, errors.New("sslrootcert=system needs sslmode=verify-full")
	}
	if (c.SSLCert == "") != (c.SSLKey == "") {
		return c, errors.New("sslcert and sslkey go together")
	}
	if suits[c.Target] == nil {
		return c, errors.New("target_session_attrs: want one of any, read-write, read-only, primary, standby")
	}
	if s := set["connect_timeout"]; s != "" {
		n, err := strconv.ParseInt(s, 10, 32)
		if err != nil {
			return c, errors.New("connect_timeout: want a whole number of seconds, 0 for no limit")
		}
		c.ConnectTimeout = time.Duration(max(n, 0)) * time.Second
	}
	var err error
	if c.Hosts, err = set.hosts(); err != nil {
		return c, err
	}
	if err := c.setOptions(set["options"]); err != nil {
		return c, err
	}
	if c.Password == "" {
		return c, c.usePassfile(set.or("passfile", filepath.Join(home, ".pgpass")))
	}
	return c, nil
}

func (set settings) or(key, otherwise string) string {
	if v := set[key]; v != "" {
		return v
	}
	return otherwise
}

// hosts pairs the lists of host, hostaddr and port. Without a host the usual
// socket folders are tried, then localhost.
func (set settings) hosts() ([]Host, error) {
	names := strings.Split(set["host"], ",")
	addrs := strings.Split(set["hostaddr"], ",")
	ports := strings.Split(set["port"], ",")
	if set["host"] == "" {
		names = make([]string, len(addrs))
		if set["hostaddr"] == "" {
			names = []string{"/var/run/postgresql", "/tmp", "localhost"}
		}
	}
	if set["hostaddr"] == "" {
		addrs = make([]string, len(names))
	}
	if len(ports) == 1 {
		ports = slices.Repeat(ports, len(names))
	}
	if len(names) != len(addrs) || len(names) != len(ports) {
		return nil, errors.New("host, hostaddr and port: want lists of the same length, or a single port")
	}
	var hosts []Host
	for i, name := range names {
		h := Host{Name: strings.TrimSpace(name), Addr: strings.TrimSpace(addrs[i]), Port: 5432}
		if p := strings.TrimSpace(ports[i]); p != "" {
			n, err := strconv.ParseUint(p, 10, 16)
			if err != nil || n == 0 {
				return nil, errors.New("port: want a number from 1 to 65535")
			}
			h.Port = uint16(n)
		}
		if _, err := netip.ParseAddr(h.Addr); h.Addr != "" && err != nil {
			return nil, errors.New("hostaddr: want an IP address; a name goes into host")
		}
		if h.Name == "" && h.Addr == "" {
			h.Name = "/var/run/postgresql"
		}
		hosts = append(hosts, h)
	}
	return hosts, nil
}
