package pgconn

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// ErrBadText is the error for text that Postgres cannot hold: with a NUL byte,
// or not UTF-8. The driver would drop the one and replace the other without a
// word, and store a name nobody entered.
var ErrBadText = errors.New("text holds a NUL byte or is not UTF-8")

// maxArgs is what the count in a Bind message can say (PostgreSQL 15, §55.7).
const maxArgs = 65535

// checkText looks at everything about to be sent. The query counts too, since
// bun writes the arguments into it. A []byte may hold anything: it is sent as
// bytea, in hexadecimal, so JSON goes as a string.
func checkText(query string, args []driver.NamedValue) error {
	if bad(query) {
		return fmt.Errorf("pgconn: query: %w", ErrBadText)
	}
	if len(args) > maxArgs {
		return fmt.Errorf("pgconn: %d arguments, but a query has room for %d", len(args), maxArgs)
	}
	for _, a := range args {
		if a.Name != "" {
			return fmt.Errorf("pgconn: argument %s: Postgres knows no named arguments; write $%d", a.Name, a.Ordinal)
		}
		if s, ok := a.Value.(string); ok && bad(s) {
			return fmt.Errorf("pgconn: argument $%d: %w", a.Ordinal, ErrBadText)
		}
	}
	return nil
}

func bad(s string) bool { return strings.IndexByte(s, 0) >= 0 || !utf8.ValidString(s) }
