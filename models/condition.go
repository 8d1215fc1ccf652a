package models

import "strings"

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

// unindexed is the same condition, for which Postgres will not choose an index: it is asked of rows that are read
// in their order anyway.
func (c condition) unindexed() condition { return condition{"(" + c.sql + ") is true", c.args} }

// with is the same SQL with more arguments.
func (c condition) with(args ...any) condition {
	return condition{c.sql, append(c.args[:len(c.args):len(c.args)], args...)}
}
