package models

import (
	"fmt"
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// userRows reads the people of one page, once it is known how many were found. That number decides the way, and no
// guess of the planner: few are gathered and put in order; where there are many, an index that has them in order is
// walked until the page is full.
type userRows struct {
	q     UserQuery
	which whom
	order userOrder
	total int64 // how many were found, at least

	place    string // behind which to read, "" for the beginning
	offset   int64  // how many to pass over
	limit    int    // how many to read
	backward bool   // from the end of the order, to be turned round
}

// rows says how to read the page: one row more than it has, if there is one, since that tells of a next page.
func (p *UserPage) rows(which whom, order userOrder) *userRows {
	r := &userRows{q: p.Query, which: which, order: order, total: p.Total, offset: p.Query.Offset, limit: p.Query.Limit + 1}
	if p.AtLeast {
		r.total = math.MaxInt64
	}
	size := min(int64(p.Query.Limit), p.Total-r.offset)
	switch rest := p.Total - r.offset - size; {
	case r.ranked(): // whoever comes first has no place in the order
	case r.q.After != "":
		r.offset, r.place = 0, r.q.After
	case r.q.Before != "":
		r.offset, r.place, r.backward = 0, r.q.Before, true
	case !p.AtLeast && !p.few() && rest < r.offset: // nearer to the end
		r.offset, r.limit, r.backward = rest, int(size), true
	}
	if r.backward {
		r.order = order.reversed()
	}
	return r
}

// few says whether there are so few that to gather all of them is cheap: cheaper than to find a page of them on the way,
// and more so the farther the page is from the beginning. Everybody is never gathered: indexes have the table in order.
func (p *UserPage) few() bool {
	q := p.Query
	switch {
	case !q.narrowed() || p.AtLeast || q.direct():
		return false
	case q.Offset == 0:
		return p.Total <= CountedTo/2
	case q.After != "" || q.Before != "":
		return p.Total <= CountedTo
	}
	return p.Total <= 5*CountedTo
}

// direct says whether one index has just those who are asked for, in the order of their ids.
func (q UserQuery) direct() bool {
	if len(q.Filters) != 1 || q.Search != "" || q.Colleagues || !q.byID() {
		return false
	}
	f := q.Filters[0]
	ids, ok := f.value.([]int64)
	return f.Op == Is && (f.Field.tallied || f.Field.Kind == IDs && ok && len(ids) == 1)
}

// byID says whether the list is in the order of ids, forwards or backwards.
func (q UserQuery) byID() bool {
	if len(q.Sort) == 0 {
		return true
	}
	field, ok := UserFieldNamed(strings.TrimPrefix(q.Sort[0], "-"))
	return ok && field.order == idField.order
}

// narrowed says whether a query asks for less than everybody.
func (q UserQuery) narrowed() bool { return q.Search != "" || len(q.Filters) > 0 || q.Colleagues }

// ranked says whether those stand first whom a search names exactly. An order that was asked for goes before that.
func (r *userRows) ranked() bool { return r.q.Search != "" && len(r.q.Sort) == 0 }

// ids is the query for the ids of the page, in order.
func (r *userRows) ids(few bool) (condition, error) {
	var beyond []condition
	if r.place != "" {
		texts, err := readPlace(r.place)
		if err != nil {
			return condition{}, err
		}
		if beyond, err = r.order.beyond(texts); err != nil {
			return condition{}, err
		}
	}
	switch {
	case r.stepwise():
		return r.steps(beyond), nil
	case few && r.place != "":
		return r.gather(all(r.which.found, anyOf(beyond...))), nil
	case few:
		return r.gather(r.which.found), nil
	}
	return r.walk(beyond), nil
}

// gather reads everybody found, and orders them. The offset keeps Postgres from walking an index instead, and their
// place in the table, which no index tells and which never decides, from going through the whole of an index that holds
// all that is asked.
func (r *userRows) gather(which condition) condition {
	order := where(r.order.sql())
	if r.ranked() {
		exact := exactly(r.q.Search)
		order = condition{"(" + exact.sql + ") is true desc, " + order.sql, exact.args}
	}
	c := condition{"select u.id from (select u.*, u.ctid as place from users u where " + which.sql + " offset 0) u order by " + order.sql + ", u.place", which.args}
	return r.cut(c.with(order.args...))
}

// walk reads the order's index until the page is full, from its beginning or through the stretches beyond a place.
func (r *userRows) walk(beyond []condition) condition {
	which := r.which.passed
	if r.place != "" {
		for i, stretch := range beyond {
			beyond[i] = all(which, stretch)
		}
		return r.inTurn(beyond)
	}
	if r.ranked() {
		exact := exactly(r.q.Search)
		return r.inTurn([]condition{all(which, exact), all(which, where("("+exact.sql+") is not true", exact.args...))})
	}
	if c, ok := r.deep(); ok {
		return c
	}
	if window := r.window(); window > 0 && r.offset == 0 && !r.backward && r.q.narrowed() && !r.q.direct() {
		return r.near(which, window)
	}
	return r.cut(r.inOrder("u.id", which))
}

// window is how many rows are gone through for a first page before it is given up to find one on the way: fewer, where
// to gather all who were found costs little. 0 is all of them: where nobody knows how many were found, or passing them
// is cheap, since the index holds all that is asked or the rows lie one behind the other in the table.
func (r *userRows) window() int64 {
	switch few := r.total <= 200_000; {
	case r.total == math.MaxInt64:
		return 0
	case few && r.which.covered:
		return 60_000
	case few:
		return 20_000
	case r.which.covered, r.order[0].field.marked != "", r.order[0].field.tallied: // of one value the rows lie in the order of ids
		return 0
	}
	return 250_000
}

// near reads a first page on the way along the order's index, if it is there before too many others: those who changed
// long ago may all be behind those who joined lately. Otherwise it gathers.
func (r *userRows) near(which condition, window int64) condition {
	gathered := r.gather(r.which.found)
	c := condition{"with near as materialized (select u.id, row_number() over () as n from (select u.id, (" + which.sql + ") is true as found from users u order by " +
		r.order.sql() + " limit ?) u where u.found limit ?) " +
		"(select n.id from near n where (select count(*) from near) >= ? order by n.n) union all " +
		"select g.id from (" + gathered.sql + ") g where (select count(*) from near) < ?", which.args}
	return c.with(window, r.limit, r.limit).with(gathered.args...).with(r.limit)
}

// cut takes out of rows in order those of the page. The limit is spelled out, so that Postgres knows it when it plans.
func (r *userRows) cut(c condition) condition {
	c.sql += " limit " + strconv.Itoa(r.limit)
	if r.offset == 0 {
		return c
	}
	c.sql += " offset ?"
	return c.with(r.offset)
}

// inOrder reads the rows of a condition in the order.
func (r *userRows) inOrder(columns string, which condition) condition {
	return condition{"select " + columns + " from users u where " + which.sql + " order by " + r.order.sql(), which.args}
}

// upTo is how many rows from the beginning hold the page, rounded up: of pages far from there few questions differ, so
// that they stay prepared.
func (r *userRows) upTo() int64 {
	n := r.offset + int64(r.limit)
	if r.offset == 0 {
		return n
	}
	return 1 << bits.Len64(uint64(n))
}

// inTurn reads those of the first condition in order, then those of the second, and so on. No two of them may find the
// same people.
func (r *userRows) inTurn(conditions []condition) condition {
	var turns []string
	var found condition
	for _, c := range conditions {
		turn := r.inOrder(strconv.Itoa(len(turns))+" as turn, u.*", c)
		turns = append(turns, fmt.Sprintf("(%s limit %d)", turn.sql, r.upTo()))
		found = found.with(turn.args...)
	}
	found.sql = "select u.id from (" + strings.Join(turns, " union all ") + ") u order by u.turn, " + r.order.sql()
	return r.cut(found)
}

// single is the field that decides the order, if it is one alone.
func (o userOrder) single() (term, bool) {
	if len(o) == 1 || len(o) == 2 { // the second is the id
		return o[0], true
	}
	return term{}, false
}

// deep reads a page of everybody far from the beginning, where the order is by a field whose stretches are counted.
func (r *userRows) deep() (condition, bool) {
	t, single := r.order.single()
	if !single || t.field.marked == "" || r.offset < 1000 || r.q.narrowed() {
		return condition{}, false
	}
	m := marks[t.field.Kind]
	from, desc := ">= "+strings.Replace(m.start, "?", "(select stretch from here)", 1), ""
	if t.down {
		from, desc = "< "+strings.Replace(m.start, "?", "(select stretch + 1 from here)", 1), "desc"
	}
	sql := fill(sqlUsersDeep, "desc", desc, "column", strings.TrimPrefix(t.field.column, "u."), "from", from, "order", r.order.sql())
	return where(sql, t.field.marked, r.offset, r.limit, r.offset), true
}
