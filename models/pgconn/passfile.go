package pgconn

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// usePassfile looks up the password of each host (PostgreSQL 15, §34.16).
// A file that is not there is no error; one that others may read is.
func (c *Config) usePassfile(name string) error {
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	if info.Mode()&0o077 != 0 {
		return fmt.Errorf("passfile: others may read it; run: chmod 0600 %s", name)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("passfile: %w", err)
	}
	for i := range c.Hosts {
		h := &c.Hosts[i]
		for line := range strings.Lines(string(text)) {
			if password, ok := passline(strings.TrimRight(line, "\r\n"), *h, c.Database, c.User); ok {
				h.password = password
				break
			}
		}
	}
	return nil
}

// passline reads host:port:database:user:password. "*" fits anything, "\"
// makes ":" and "\" plain, and localhost also stands for the usual sockets.
func passline(line string, h Host, database, user string) (password string, ok bool) {
	if strings.HasPrefix(line, "#") {
		return "", false
	}
	host := h.Name
	if host == "" {
		host = h.Addr
	} else if host == "/var/run/postgresql" || host == "/tmp" {
		host = "localhost"
	}
	for _, want := range []string{host, strconv.Itoa(int(h.Port)), database, user} {
		var field string
		if field, line, ok = passfield(line); !ok || field != "*" && unescape(field) != want {
			return "", false
		}
	}
	password = unescape(line)
	return password, password != ""
}

// passfield takes a field, still escaped, off the line.
func passfield(line string) (field, rest string, ok bool) {
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case ':':
			return line[:i], line[i+1:], true
		}
	}
	return "", "", false
}

func unescape(s string) string {
	return strings.NewReplacer(`\\`, `\`, `\:`, `:`).Replace(s)
}
