package models

import (
	"strconv"
	"strings"
)

// condition is a piece of SQL and the arguments for its question marks. What people type is an argument, always.
type condition struct {
	sql  string
	args []any
}

func where(sql string, args ...any) condition { return condition{sql, args} }

// all is the condition under which each of some holds.
func all(conditions ...condition) condition {
	if len(conditions) == 0 {
		return where("true")
	}
	return join(conditions, " and ")
}

// anyOf is the condition under which at least one of some holds.
func anyOf(conditions ...condition) condition { return join(conditions, " or ") }

func join(conditions []condition, with string) condition {
	if len(conditions) == 1 {
		return conditions[0]
	}
	var joined condition
	var parts []string
	for _, c := range conditions {
		parts = append(parts, "("+c.sql+")")
		joined.args = append(joined.args, c.args...)
	}
	joined.sql = strings.Join(parts, with)
	return joined
}

// unindexed is the same condition, for which Postgres chooses no index: it is asked of rows that are read in their order
// anyway. Of a case Postgres takes it that half of the rows fulfil it, and so expects to find a page of them on the way.
func (c condition) unindexed() condition {
	return condition{"case when " + c.sql + " then true else false end", c.args}
}

// with is the same SQL with more arguments.
func (c condition) with(args ...any) condition {
	return condition{c.sql, append(c.args[:len(c.args):len(c.args)], args...)}
}

// numbered spells question marks as Postgres does: $1, $2, …
func numbered(query string) string {
	var b strings.Builder
	for n := 1; ; n++ {
		before, after, found := strings.Cut(query, "?")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString("$" + strconv.Itoa(n))
		query = after
	}
}
