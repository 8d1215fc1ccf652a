package pgconn

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"database/sql"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/uptrace/bun/driver/pgdriver"
)

// server is the Postgres that all tests of this package share. It listens on
// a socket in dir and, with TLS, on 127.0.0.1.
var server struct {
	dir  string
	port uint16
	err  error // why there is none
}

func TestMain(m *testing.M) {
	flag.Parse()
	if flag.Lookup("test.fuzz").Value.String() != "" { // FuzzParse asks no server.
		server.err = errors.New("fuzzing")
		os.Exit(m.Run())
	}
	flag.Set("test.parallel", "16") // Most of these tests wait.
	runtime.LockOSThread()          // Pdeathsig is about the thread that started the child.
	stop := startServer()
	code := m.Run()
	stop()
	os.Exit(code)
}

// hba lets everybody in, except the users that tests need to be refused.
const hba = `
local   all all                       trust
host    all scram     127.0.0.1/32    scram-sha-256
hostssl all tlsonly   127.0.0.1/32    trust
host    all tlsonly   127.0.0.1/32    reject
hostssl all plainonly 127.0.0.1/32    reject
host    all plainonly 127.0.0.1/32    trust
hostssl all certified 127.0.0.1/32    cert
host    all all       127.0.0.1/32    trust
`

func startServer() (stop func()) {
	dir, err := os.MkdirTemp("/tmp", "pgc")
	if err != nil {
		panic(err)
	}
	server.dir = dir
	var cmd *exec.Cmd
	stop = func() {
		if cmd != nil {
			cmd.Process.Signal(syscall.SIGQUIT)
			cmd.Wait()
		}
		os.RemoveAll(dir)
	}
	cmd, server.err = run(dir)
	if server.err != nil {
		fmt.Fprintln(os.Stderr, "no Postgres:", server.err)
	}
	return stop
}

// run makes a database in dir and starts its server. It does not wait, as the
// connections of the tests do.
func run(dir string) (*exec.Cmd, error) {
	attr, own, err := unprivileged()
	if err != nil {
		return nil, err
	}
	data := filepath.Join(dir, "data")
	for _, d := range []string{dir, data} {
		if err := errors.Join(os.MkdirAll(d, 0o700), os.Chmod(d, 0o711), own(d)); err != nil {
			return nil, err
		}
	}
	postgres, err := program("postgres")
	if err != nil {
		return nil, err
	}
	initdb, err := program("initdb")
	if err != nil {
		return nil, err
	}
	makeDB := exec.Command(initdb, "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
	makeDB.SysProcAttr, makeDB.Dir = attr, dir
	if out, err := makeDB.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w: %s", err, out)
	}
	if err := certificates(dir); err != nil {
		return nil, err
	}
	if err := errors.Join(
		os.WriteFile(filepath.Join(data, "pg_hba.conf"), []byte(hba), 0o644),
		own(filepath.Join(dir, "server.key")),
	); err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	server.port = uint16(l.Addr().(*net.TCPAddr).Port)
	l.Close()

	args := []string{"-D", data, "-p", strconv.Itoa(int(server.port))}
	for _, setting := range []string{
		"listen_addresses=127.0.0.1", "unix_socket_directories=" + dir, "fsync=off", "shared_buffers=16MB",
		"max_connections=100", "ssl=on", "ssl_cert_file=" + dir + "/server.crt", "ssl_key_file=" + dir + "/server.key",
		"ssl_ca_file=" + dir + "/ca.crt", "password_encryption=scram-sha-256", "log_min_messages=panic",
	} {
		args = append(args, "-c", setting)
	}
	cmd := exec.Command(postgres, args...)
	cmd.SysProcAttr, cmd.Dir = attr, dir
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return cmd, prepare()
}

// prepare waits for the server and makes the users of hba.
func prepare() error {
	db := sql.OpenDB(unixConfig().Connector())
	defer db.Close()
	var err error
	for until := time.Now().Add(30 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		if err = db.Ping(); err == nil {
			break
		}
	}
	if err != nil {
		return err
	}
	_, err = db.Exec(`CREATE ROLE scram LOGIN PASSWORD 'open sesame'; CREATE ROLE tlsonly LOGIN;
		CREATE ROLE plainonly LOGIN; CREATE ROLE certified LOGIN`)
	if err == nil {
		_, err = db.Exec(`CREATE DATABASE ascii TEMPLATE template0 ENCODING 'SQL_ASCII'`)
	}
	return err
}

// unprivileged gives the child another user if we are root, whom Postgres refuses.
func unprivileged() (*syscall.SysProcAttr, func(path string) error, error) {
	attr := &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT}
	if os.Getuid() != 0 {
		return attr, func(string) error { return nil }, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		if u, err = user.Lookup("nobody"); err != nil {
			return nil, nil, err
		}
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attr, func(path string) error { return os.Chown(path, uid, gid) }, nil
}

// program looks in the PATH, then for the newest that Debian has.
func program(name string) (string, error) {
	if p, err := exec.LookPath(name); err == nil {
		return p, nil
	}
	newest, version := "", 0
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	for _, p := range found {
		if v, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(p)))); v >= version {
			newest, version = p, v
		}
	}
	if newest == "" {
		return "", fmt.Errorf("%s is not installed", name)
	}
	return newest, nil
}

// certificates makes a root, a server (127.0.0.1 and db.test) and a client
// (the user certified), and another root that signed nothing.
func certificates(dir string) error {
	type pair struct {
		cert *x509.Certificate
		key  *ecdsa.PrivateKey
	}
	var fail error
	make := func(name string, t x509.Certificate, by *pair) *pair {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		t.SerialNumber = big.NewInt(time.Now().UnixNano())
		t.NotBefore, t.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(24*time.Hour)
		p := &pair{&t, key}
		if by == nil {
			t.IsCA, t.BasicConstraintsValid, by = true, true, p
		}
		der, err2 := x509.CreateCertificate(rand.Reader, &t, by.cert, &key.PublicKey, by.key)
		pkcs8, err3 := x509.MarshalPKCS8PrivateKey(key)
		p.cert, _ = x509.ParseCertificate(der)
		fail = errors.Join(fail, err, err2, err3,
			os.WriteFile(filepath.Join(dir, name+".crt"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o644),
			os.WriteFile(filepath.Join(dir, name+".key"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8}), 0o600))
		return p
	}
	root := make("ca", x509.Certificate{Subject: pkix.Name{CommonName: "root"}}, nil)
	make("other", x509.Certificate{Subject: pkix.Name{CommonName: "another root"}}, nil)
	make("server", x509.Certificate{
		Subject: pkix.Name{CommonName: "server"}, DNSNames: []string{"db.test"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}, root)
	make("client", x509.Certificate{
		Subject: pkix.Name{CommonName: "certified"}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}, root)
	return fail
}

// needServer skips where there is no Postgres, but not in CI.
func needServer(t testing.TB) {
	t.Helper()
	if server.err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(server.err)
		}
		t.Skip(server.err)
	}
}

func unixConfig() Config {
	return Config{
		Hosts: []Host{{Name: server.dir, Port: server.port}},
		User:  "postgres", Database: "postgres", Limits: DefaultLimits,
	}
}

var made atomic.Int64

// unique is a name that no other test has.
func unique(name string) string { return fmt.Sprint(name, made.Add(1)) }

// ownSchema is unixConfig with a place for tables of one's own.
func ownSchema(t *testing.T) Config {
	t.Helper()
	c := unixConfig()
	c.Params = map[string]string{"search_path": unique("s")}
	must(t, open(t, c, 1), "CREATE SCHEMA "+c.Params["search_path"])
	return c
}

// over is the configuration for a way to connect: unix, tcp or tls.
func over(way string) Config {
	c := unixConfig()
	if way != "unix" {
		c.Hosts[0].Name = "127.0.0.1"
		c.SSLMode = map[string]string{"tcp": "disable", "tls": "require"}[way]
	}
	return c
}

// open gives a pool of ours. With n connections if n > 0.
func open(t testing.TB, c Config, n int) *sql.DB {
	t.Helper()
	return pool(t, sql.OpenDB(c.Connector()), n)
}

func pool(t testing.TB, db *sql.DB, n int) *sql.DB {
	t.Helper()
	needServer(t)
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(max(n, 2))
	t.Cleanup(func() { db.Close() })
	return db
}

// bare gives a pool of pgdriver's own.
func bare(t testing.TB, way string, n int, readTimeout time.Duration) *sql.DB {
	t.Helper()
	options := []pgdriver.Option{
		pgdriver.WithUser("postgres"), pgdriver.WithDatabase("postgres"), pgdriver.WithReadTimeout(readTimeout),
		pgdriver.WithInsecure(way != "tls"),
	}
	if way == "unix" {
		options = append(options, pgdriver.WithNetwork("unix"),
			pgdriver.WithAddr(fmt.Sprintf("%s/.s.PGSQL.%d", server.dir, server.port)))
	} else {
		options = append(options, pgdriver.WithAddr(fmt.Sprintf("127.0.0.1:%d", server.port)))
	}
	return pool(t, sql.OpenDB(pgdriver.NewConnector(options...)), n)
}
