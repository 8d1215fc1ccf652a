package models

import (
	"context"
	"math"
	"time"

	"github.com/uptrace/bun"
)

// countUsers says how many people a query finds; atLeast where it stopped at CountedTo. Counting is what a list costs:
// numbers that the database keeps are added up where they tell the answer, and a number counted before is used as long
// as it holds. One statement asks whether it does, and counts only if it does not. It then also picks the first page of
// those who were counted, if one is given.
func (s *Store) countUsers(ctx context.Context, q UserQuery, which whom, first *firstPage) (n int64, atLeast bool, err error) {
	counting, exact := q.counting(which)
	key, lasting := q.countKey()
	known, has := s.counts.get(key, exact)
	from, to := int64(0), int64(-1)
	if has && lasting {
		from, to = known.holds(exact)
	}
	unless := func(value string) string { return "case when c.changes not between ? and ? then " + value + " end" }
	var question condition
	if first == nil {
		question = where("select c.changes, "+unless("("+counting.sql+")")+" as n from ("+sumOfChanges+") c", from, to).with(counting.args...)
	} else {
		counted, picked := first.counted(q.Exact)
		question = condition{"with found as materialized (" + counted.sql + ") select c.changes, " + unless("(select count(*) from found)") + " as n, " +
			unless("array("+picked+")") + " as ids from (" + sumOfChanges + ") c", counted.args}
		question = question.with(from, to, from, to)
	}
	var now struct {
		N       *int64
		Changes int64
		IDs     ints `bun:"ids"`
	}
	if err := q.ask(ctx, s, &now, question); err != nil {
		return 0, false, err
	}
	if now.N != nil {
		known = counted{n: *now.N, whole: exact, changes: now.Changes}
		if lasting {
			s.counts.put(key, known)
		}
		first.take(now.IDs)
	}
	if exact || known.n <= CountedTo {
		return known.n, false, nil
	}
	return CountedTo, true, nil
}

const sumOfChanges = "select coalesce(sum(m.count), 0)::bigint as changes from user_marks m where m.field = 'changes'"

// counting is the query for the number of people a query finds. It is exact, or goes no farther than is enough for a
// screen, and countedOn beyond that.
func (q UserQuery) counting(which whom) (counting condition, exact bool) {
	if sum, ok := q.tally(which.found); ok {
		return sum, true
	}
	if q.Exact {
		return condition{"select count(*) from users u where " + which.found.sql, which.found.args}, true
	}
	c := condition{"select count(*) from (select from users u where " + which.found.sql + " limit ?) c", which.found.args}
	return c.with(mostCounted), false
}

// countedOn is how many people are counted beyond CountedTo: as many may change before that has to be done again.
const (
	countedOn   = 2_000
	mostCounted = CountedTo + 1 + countedOn
)

// tally is the query that adds up kept numbers to the one asked for, where there are such numbers.
func (q UserQuery) tally(which condition) (condition, bool) {
	if q.Search != "" {
		return condition{}, false
	}
	tallied := true
	for _, f := range q.Filters {
		tallied = tallied && f.Field.tallied
	}
	if tallied {
		return where("select coalesce(sum(u.count), 0)::bigint from user_kinds u where "+which.sql, which.args...), true
	}
	if q.Colleagues {
		return condition{}, false
	}
	if f := q.Filters[0]; len(q.Filters) == 1 && f.Field.Kind == IDs && f.Op == Is {
		return f.tallyIDs()
	}
	return q.tallyRange(which)
}

// tallyIDs is the tally of those who have one of two groups or permissions: those of the one and those of the other,
// less those of both. Who has any of several is sooner counted.
func (f Filter) tallyIDs() (condition, bool) {
	ids := f.value.([]int64)
	if len(ids) == 0 || len(ids) > 2 {
		return condition{}, false
	}
	sum := where("select coalesce(sum(m.count), 0)::bigint from user_marks m where m.field = ? and m.stretch in (?)", f.Field.marked, bun.List(ids))
	if len(ids) == 2 {
		sum.sql = fill("select ({sum}) - (select count(*) from {table} a join {table} b using (user_id) where a.{column} = ? and b.{column} = ?)",
			"sum", sum.sql, "table", f.Field.marked, "column", f.Field.column)
		sum = sum.with(ids[0], ids[1])
	}
	return sum, true
}

// tallyRange is the tally of people between two values of a field whose stretches are counted: the whole stretches
// from user_marks, the rest at both ends from the table.
func (q UserQuery) tallyRange(which condition) (condition, bool) {
	field := q.Filters[0].Field
	if field.marked == "" || field.Kind == IDs {
		return condition{}, false
	}
	lo, hi := int64(math.MinInt64), int64(math.MaxInt64)
	for _, f := range q.Filters {
		if f.Field.column != field.column {
			return condition{}, false
		}
		from, to, ok := f.bounds()
		if !ok {
			return condition{}, false
		}
		lo, hi = max(lo, from), min(hi, to)
	}
	m := marks[field.Kind]
	first, last := floorDiv(lo, m.width), floorDiv(hi, m.width)
	if first == last || lo > hi {
		return where("select count(*) from users u where "+which.sql, which.args...), true
	}
	edge := func(compare string, stretch int64) condition {
		return all(which, where(field.column+compare+m.start, stretch))
	}
	sum := where("select (select coalesce(sum(m.count), 0)::bigint from user_marks m where m.field = ? and m.stretch > ? and m.stretch < ?)",
		field.marked, first, last)
	for _, end := range []struct {
		open bool
		rows condition
	}{{lo == math.MinInt64, edge(" < ", first+1)}, {hi == math.MaxInt64, edge(" >= ", last)}} {
		if !end.open {
			sum.sql += " + (select count(*) from users u where " + end.rows.sql + ")"
			sum.args = append(sum.args, end.rows.args...)
		}
	}
	return sum, true
}

// marks says how user_marks cuts the fields of a kind into stretches: how wide they are, and the value at which the
// stretch ? begins.
var marks = map[Kind]struct {
	width int64
	start string
}{
	Integer: {4096, "? * 4096::bigint"},
	Moment:  {int64(24 * time.Hour / time.Microsecond), "to_timestamp(? * 86400::float8)"},
}

// bounds are the least and the greatest value that a filter lets through, moments in microseconds of Unix time; false
// where it is no such range.
func (f Filter) bounds() (lo, hi int64, ok bool) {
	lo, hi = math.MinInt64, math.MaxInt64
	var v int64
	switch value := f.value.(type) {
	case int64:
		v = value
	case time.Time:
		v = value.UnixMicro()
	default:
		return 0, 0, false
	}
	day := int64(24 * time.Hour / time.Microsecond)
	switch f.Op {
	case Is:
		return v, v, true
	case Gt:
		return v + 1, hi, v < math.MaxInt64
	case Gte:
		return v, hi, true
	case Lt:
		return lo, v - 1, v > math.MinInt64
	case Lte:
		return lo, v, true
	case OnDay:
		return v, v + day - 1, true
	case FromDay:
		return v, hi, true
	case ToDay:
		return lo, v + day - 1, true
	}
	return 0, 0, false
}

func floorDiv(n, by int64) int64 {
	quotient := n / by
	if n%by < 0 {
		quotient--
	}
	return quotient
}
