// Package pgconn is how roster reaches Postgres.
//
// Parse reads an address as libpq spells it; Config.Connector gives
// database/sql its connections:
//
//	c, err := pgconn.Parse(os.Getenv("DATABASE_URL"), os.Getenv)
//	db := bun.NewDB(sql.OpenDB(c.Connector()), pgdialect.New())
//
// The protocol is spoken by bun's pgdriver. What this package adds is what
// happens when something goes wrong: a cancelled request, a restarted server,
// a migration under a prepared statement. Its tests show every such fault on
// the bare driver first.
package pgconn

import (
	"fmt"
	"net"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Config says where the database is, who asks, and how long anything may take.
// Printing, logging or marshalling one does not show the password.
type Config struct {
	Hosts    []Host // tried in order; the first that answers and suits Target is used
	User     string
	Password string
	Database string

	SSLMode     string // disable, allow, prefer, require, verify-ca or verify-full; empty means prefer
	SSLRootCert string // file of trusted roots, or "system"
	SSLCert     string // file of our own certificate
	SSLKey      string // file of its key

	ConnectTimeout  time.Duration // for each host; 0 waits as long as the context does
	ApplicationName string
	Params          map[string]string // further server settings, from options='-c name=value'
	Target          string            // target_session_attrs; empty means any

	Limits     Limits
	Statements int // prepared statements kept on each connection; 0 means 64
}

// Limits are kept by the server, so that they hold even when roster is gone.
// Zero means no limit: set it for migrations and bulk loads.
type Limits struct {
	Statement         time.Duration // statement_timeout
	Lock              time.Duration // lock_timeout
	IdleInTransaction time.Duration // idle_in_transaction_session_timeout

	// ConnectionCheck is client_connection_check_interval, after which a
	// server (14 or newer) notices that we dropped a running query. Without
	// it the query runs on until Statement ends it.
	ConnectionCheck time.Duration
}

// DefaultLimits suit a web request.
var DefaultLimits = Limits{
	Statement:         5 * time.Second,
	Lock:              3 * time.Second,
	IdleInTransaction: 10 * time.Second,
	ConnectionCheck:   200 * time.Millisecond,
}

// byName gives each limit under the server's name for it.
func (l *Limits) byName() map[string]*time.Duration {
	return map[string]*time.Duration{
		"statement_timeout":                   &l.Statement,
		"lock_timeout":                        &l.Lock,
		"idle_in_transaction_session_timeout": &l.IdleInTransaction,
		"client_connection_check_interval":    &l.ConnectionCheck,
	}
}

// patience is how long we wait for the server to say anything. It is longer
// than any statement may take, so it only ever ends a connection whose other
// end has vanished.
func (l Limits) patience() time.Duration {
	if l.Statement == 0 {
		return 0
	}
	return l.Statement + 10*time.Second
}

// Host is one place to look for the server.
type Host struct {
	Name string // a host name, or the folder of a socket, which begins with "/" or "@"
	Addr string // an IP address to dial in place of the name
	Port uint16

	password string // from the passfile
}

func (h Host) isSocket() bool {
	return h.Addr == "" && (strings.HasPrefix(h.Name, "/") || strings.HasPrefix(h.Name, "@"))
}

// address is what net.Dial wants.
func (h Host) address() (network, address string) {
	port := strconv.Itoa(int(h.Port))
	switch {
	case h.isSocket():
		return "unix", path.Join(h.Name, ".s.PGSQL."+port)
	case h.Addr != "":
		return "tcp", net.JoinHostPort(h.Addr, port)
	default:
		return "tcp", net.JoinHostPort(h.Name, port)
	}
}

func (h Host) String() string {
	_, address := h.address()
	return address
}

// String is the address in libpq's key=value form, without the password.
func (c Config) String() string {
	var words []string
	add := func(key, value string) {
		if value != "" {
			words = append(words, key+"="+quote(value))
		}
	}
	list := func(of func(Host) string) string {
		var s []string
		for _, h := range c.Hosts {
			s = append(s, of(h))
		}
		return strings.Join(s, ",")
	}
	add("host", list(func(h Host) string { return h.Name }))
	if a := list(func(h Host) string { return h.Addr }); strings.Trim(a, ",") != "" {
		add("hostaddr", a)
	}
	add("port", list(func(h Host) string { return strconv.Itoa(int(h.Port)) }))
	add("user", c.User)
	if c.Password != "" {
		add("password", "xxxxx")
	}
	add("dbname", c.Database)
	add("sslmode", c.SSLMode)
	add("sslrootcert", c.SSLRootCert)
	add("sslcert", c.SSLCert)
	add("sslkey", c.SSLKey)
	add("connect_timeout", strconv.Itoa(int((c.ConnectTimeout+time.Second-1)/time.Second)))
	add("application_name", c.ApplicationName)
	add("options", c.options())
	add("target_session_attrs", c.Target)
	return strings.Join(words, " ")
}

// GoString keeps the password out of %#v.
func (c Config) GoString() string { return "pgconn.Config(" + c.String() + ")" }

// MarshalText keeps the password out of JSON and slog.
func (c Config) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// options writes Params, and the limits that are not the usual ones, as -c words.
func (c Config) options() string {
	set := map[string]string{}
	for name, value := range c.Params {
		set[name] = value
	}
	usual := DefaultLimits
	for name, limit := range c.Limits.byName() {
		if *limit != *usual.byName()[name] {
			set[name] = milliseconds(*limit)
		}
	}
	var words []string
	for name, value := range set {
		value = strings.NewReplacer(`\`, `\\`, " ", `\ `, "\t", "\\\t", "\n", "\\\n", "\r", "\\\r", "\v", "\\\v", "\f", "\\\f").Replace(value)
		words = append(words, "-c "+name+"="+value)
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// milliseconds rounds up, so that a short limit does not become none.
func milliseconds(d time.Duration) string {
	return fmt.Sprint(int64((d + time.Millisecond - 1) / time.Millisecond))
}

// quote writes a value as libpq's key=value form reads it.
func quote(s string) string {
	if !strings.ContainsAny(s, spaces+`'\`) {
		return s
	}
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
}
