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

type counted struct{ changes, n int64 }

// maxCounts is how many counts are kept, some 200 bytes each.
const maxCounts = 2000

func (c *countCache) get(key string, changes int64) (n int64, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, ok := c.counts[key]
	return found.n, ok && found.changes == changes
}

func (c *countCache) put(key string, changes, n int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.counts) >= maxCounts || c.counts == nil {
		c.counts = map[string]counted{} // they are cheap to have again, and most are stale by now
	}
	c.counts[key] = counted{changes, n}
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
