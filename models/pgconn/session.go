package pgconn

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/uptrace/bun/driver/pgdriver"
)

// setUp makes all settings in one round trip. They are no startup parameters,
// since a server refuses a startup with a name it does not know.
func (c *Connector) setUp(inner *pgdriver.Conn) error {
	_, err := inner.ExecContext(context.Background(), c.settings(true), nil)
	var pe pgdriver.Error
	if errors.As(err, &pe) && pe.Field('C') == invalidParameter {
		// Not every system can watch a connection: the check must be 0 there.
		if _, again := inner.ExecContext(context.Background(), c.settings(false), nil); again == nil {
			return nil
		}
	}
	return err
}

// settings is the SQL of setUp. pgdriver reads only UTF-8, ISO dates and
// hexadecimal bytea, so these are not left to the server's defaults.
func (c *Connector) settings(check bool) string {
	set := map[string]string{
		"client_encoding":             "UTF8",
		"standard_conforming_strings": "on",
		"datestyle":                   "ISO",
		"bytea_output":                "hex",
		"timezone":                    "UTC",
	}
	maps.Copy(set, c.Params)
	limits := c.Limits
	for name, limit := range limits.byName() {
		set[name] = milliseconds(*limit)
	}
	const watch = "client_connection_check_interval"
	interval := set[watch]
	delete(set, watch)

	var calls []string
	for _, name := range slices.Sorted(maps.Keys(set)) {
		calls = append(calls, fmt.Sprintf("set_config(%s, %s, false)", literal(name), literal(set[name])))
	}
	query := "SELECT " + strings.Join(calls, ", ")
	if check { // A server older than 14 does not have it.
		query += fmt.Sprintf("; SELECT set_config('%s', '%s', false) WHERE current_setting('%[1]s', true) IS NOT NULL", watch, interval)
	}
	return query
}

// literal quotes a string so that it reads the same with any standard_conforming_strings.
func literal(s string) string {
	return "E'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
}

// suits says, for each target_session_attrs, which server will do.
var suits = map[string]func(standby, readOnly bool) bool{
	"any":        func(bool, bool) bool { return true },
	"read-write": func(standby, readOnly bool) bool { return !standby && !readOnly },
	"read-only":  func(standby, readOnly bool) bool { return standby || readOnly },
	"primary":    func(standby, _ bool) bool { return !standby },
	"standby":    func(standby, _ bool) bool { return standby },
}

func (c *Connector) checkTarget(inner *pgdriver.Conn) error {
	if c.Target == "" || c.Target == "any" {
		return nil
	}
	if suits[c.Target] == nil {
		return fmt.Errorf("target_session_attrs: %q is none", c.Target)
	}
	rows, err := inner.QueryContext(context.Background(),
		"SELECT pg_is_in_recovery(), current_setting('transaction_read_only') = 'on'", nil)
	if err != nil {
		return err
	}
	defer rows.Close()
	row := make([]driver.Value, 2)
	if err := rows.Next(row); err != nil {
		return err
	}
	standby, readOnly := row[0] == true, row[1] == true
	if !suits[c.Target](standby, readOnly) {
		return fmt.Errorf("wanted %s (target_session_attrs), but standby is %v and read-only is %v", c.Target, standby, readOnly)
	}
	return nil
}
