package models

import "fmt"

// The index over what can be searched also has the stretch of 4,096 that an id is in. So those of one stretch are found
// without those of the others, and a page of many people is read stretch by stretch until it is full, which takes as
// long in a large directory as in a small one. user_marks knows the stretches that there are.

// stepWorth is how many stretches are gone through at once in the time that one takes by itself.
const stepWorth = 20

// stepwise says whether the page is read so: by ids, where a search finds so many that it comes to few steps. Ids with
// wide gaps make for many stretches of next to nobody.
func (r *userRows) stepwise() bool {
	g := r.which.grams
	return g != nil && g.dense && r.q.byID() && (r.offset+int64(r.limit))*stepWorth <= r.total
}

// steps reads the page: whom the search names exactly, and the others by stretches.
func (r *userRows) steps(beyond []condition) condition {
	down := r.order[0].down
	from, others := condition{}, []condition{r.which.keys, r.which.passed}
	if r.place != "" {
		others = append(others, beyond...)
		from = where(map[bool]string{false: " and m.stretch >= ?::bigint / 4096", true: " and m.stretch <= ?::bigint / 4096"}[down], beyond[0].args...)
	}
	var exact condition
	if r.ranked() {
		exact = exactly(r.q.Search)
		others = append(others, where("("+exact.sql+") is not true", exact.args...))
	}
	n := r.upTo()
	found := r.byStretches("u.id", from, all(others...))
	found.sql += fmt.Sprintf(" limit %d", n)
	if r.ranked() {
		first := r.inOrder("u.id", all(r.which.passed, exact))
		found = condition{fmt.Sprintf("(%s limit %d) union all (%s)", first.sql, n, found.sql), append(first.args, found.args...)}
	}
	found.sql = "select u.id from (" + found.sql + ") u"
	return r.cut(found)
}

// byStretches reads those who fulfil a condition, stretch by stretch in the order of ids, from some stretch on. The
// arguments are those of from and which: the columns have none yet.
//
// They come in order without being sorted, or nobody could stop before the last: what is joined laterally and has an
// order of its own can only be looped over, and the loop goes by the order of the stretches. Where branches are put one
// behind the other, each has a limit, which keeps Postgres from reading them at once. TestListsAreWhatThePlainQuestionGives
// would see it.
func (r *userRows) byStretches(columns string, from, which condition) condition {
	desc := ""
	if r.order[0].down {
		desc = " desc"
	}
	return condition{fmt.Sprintf(`select u.* from (select distinct m.stretch from user_marks m where m.field = 'id'%[1]s order by m.stretch%[2]s) m
		cross join lateral (select %[3]s from users u where u.id / 4096 = m.stretch and %[4]s order by u.id%[2]s) u`,
		from.sql, desc, columns, which.sql), from.with(which.args...).args}
}
