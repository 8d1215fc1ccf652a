package pgconn

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

var settingName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_$]*(\.[A-Za-z_][A-Za-z0-9_$]*)*$`)

// setOptions reads options as a server's command line has them:
// -c name=value or --name=value, a space in a value written "\ ".
// The four limits go to Limits, the rest to Params.
func (c *Config) setOptions(s string) error {
	for s = strings.TrimLeft(s, spaces); s != ""; s = strings.TrimLeft(s, spaces) {
		setting, dashes := strings.CutPrefix(s, "--")
		if !dashes {
			rest, ok := strings.CutPrefix(s, "-c")
			if !ok {
				return errors.New("options: want -c name=value words")
			}
			setting = strings.TrimLeft(rest, spaces)
		}
		setting, s = option(setting)
		name, value, ok := strings.Cut(setting, "=")
		if dashes {
			name = strings.ReplaceAll(name, "-", "_")
		}
		if !ok || !settingName.MatchString(name) {
			return errors.New("options: want -c name=value words")
		}
		name = strings.ToLower(name)
		if limit := c.Limits.byName()[name]; limit != nil {
			d, err := duration(value)
			if err != nil {
				return fmt.Errorf("options: %s: %w", name, err)
			}
			*limit = d
			continue
		}
		if c.Params == nil {
			c.Params = map[string]string{}
		}
		c.Params[name] = value
	}
	return nil
}

// option takes one word off s. It differs from word in knowing no quotes.
func option(s string) (value, rest string) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if strings.IndexByte(spaces, s[i]) >= 0 {
			return b.String(), s[i:]
		}
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String(), ""
}

// duration reads a time as the server does (PostgreSQL 15, §20.1.1):
// milliseconds unless a unit is given.
func duration(s string) (time.Duration, error) {
	var n int64
	var unit string
	fmt.Sscanf(s, "%d%s", &n, &unit)
	units := map[string]time.Duration{
		"": time.Millisecond, "ms": time.Millisecond, "s": time.Second,
		"min": time.Minute, "h": time.Hour, "d": 24 * time.Hour,
	}
	u, ok := units[unit]
	if !ok || n < 0 || fmt.Sprintf("%d%s", n, unit) != s || n > int64(24*24*time.Hour/u) {
		return 0, errors.New("want a time such as 500ms, 30s or 5min; 0 for no limit; at most 24d")
	}
	return time.Duration(n) * u, nil
}
