package models

import (
	"fmt"
	"strings"
	"sync"
)

// countCache keeps what was counted, with the number of changes that had been made to the directory by then. Each
// transaction that changes what lists are filtered by raises that number, so a count under the same number is still
// exact: whoever counts again sees the same people.
type countCache struct {
	mu     sync.Mutex
	counts map[string]counted
}

// counted is how many people were found when so many changes had been made: all of them, or as many as were counted.
type counted struct {
	n       int64
	whole   bool
	changes int64
}

// holds says from which number of changes to which the count serves. A change takes away one person at most, so more
// than CountedTo stay more for as many changes as there were too many; of those countedOn at most are relied on.
func (c counted) holds(exact bool) (first, last int64) {
	if exact || c.n <= CountedTo {
		return c.changes, c.changes
	}
	return c.changes, c.changes + min(c.n-CountedTo-1, countedOn)
}

// maxCounts is how many counts are kept, some 200 bytes each.
const maxCounts = 2000

// get is what was counted last, if that may serve.
func (c *countCache) get(key string, exact bool) (counted, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, ok := c.counts[key]
	return found, ok && (found.whole || !exact)
}

func (c *countCache) put(key string, n counted) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.counts) >= maxCounts || c.counts == nil {
		c.counts = map[string]counted{} // they are cheap to have again, and most are stale by now
	}
	c.counts[key] = n
}

// countKey tells queries that find the same people; false where what they find changes by time alone.
func (q UserQuery) countKey() (key string, lasting bool) {
	var b strings.Builder
	fmt.Fprintf(&b, "%v %q", q.Colleagues, q.Search)
	for _, f := range q.Filters {
		if f.Field.fleeting {
			return "", false
		}
		fmt.Fprintf(&b, " %s=%q", f.Param(), f.Text)
	}
	return b.String(), b.Len() <= 1000
}
