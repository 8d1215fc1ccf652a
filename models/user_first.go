package models

import "fmt"

// firstPage is the first page of a search by ids. Whom it finds are looked up in order to count them; where they are few
// enough to be counted at once, the page is picked of them in the same statement.
type firstPage struct {
	rows *userRows
	ids  []int64
	read bool // ids are the page's
}

// begin gives the page as one that is picked while it is counted, nil where it cannot be.
func (p *UserPage) begin(which whom, order userOrder) *firstPage {
	q := p.Query
	if q.Search == "" || !q.byID() || q.Page > 1 || q.Page < 0 || q.Offset > 0 || q.After != "" || q.Before != "" {
		return nil
	}
	if q.Exact && which.many() {
		return nil // all of them are counted; to gather them too would take as long again
	}
	return &firstPage{rows: &userRows{q: q, which: which, order: order, limit: q.Limit + 1}}
}

// counted is the query for those who are counted, and picked the one for the ids of the page among them. What finds a
// good part of a large directory is counted stretch by stretch: else all of them were looked up to count some.
func (f *firstPage) counted(exact bool) (counted condition, picked string) {
	r := f.rows
	named := where("false")
	if r.ranked() {
		named = exactly(r.q.Search)
	}
	columns := "u.id, (" + named.sql + ") is true as named"
	counted = condition{"select " + columns + " from users u where " + r.which.found.sql, append(named.args[:len(named.args):len(named.args)], r.which.found.args...)}
	if !exact {
		if w := r.which; w.many() && w.grams.dense {
			counted = r.byStretches(columns, condition{}, all(w.keys, w.passed))
			counted.args = append(named.args[:len(named.args):len(named.args)], counted.args...)
		}
		counted.sql += fmt.Sprintf(" limit %d", mostCounted)
	}
	order := "f.named desc, f.id"
	if r.order[0].down {
		order += " desc"
	}
	return counted, fmt.Sprintf("select f.id from found f order by %s limit %d", order, r.limit)
}

// manyFound is from how many people on they are counted stretch by stretch.
const manyFound = 5 * mostCounted

// many says whether a search is known to find so many.
func (w whom) many() bool { return w.grams != nil && w.about > w.grams.many }

// take keeps the ids that were picked.
func (f *firstPage) take(ids []int) {
	if f == nil {
		return
	}
	f.read = true
	for _, id := range ids {
		f.ids = append(f.ids, int64(id))
	}
}
