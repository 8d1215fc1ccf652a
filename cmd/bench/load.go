package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// load asks over some connections, each for the next of the requests as soon as it was answered, until time is up and
// every answer is in. It begins with the request number from. An answer is 200, or that the server gave up; others are
// errors.
func load(ctx context.Context, addr string, requests [][]byte, from, connections int, lasts time.Duration) (figures, error) {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	var next, gaveUp atomic.Int64
	var workers sync.WaitGroup
	took := make([][]time.Duration, connections)
	slowest := make([]slow, connections)
	begun := time.Now()
	for i := range connections {
		workers.Go(func() {
			c, err := dial(addr)
			if err != nil {
				fail(err)
				return
			}
			defer c.close()
			for ctx.Err() == nil && (time.Since(begun) < lasts || len(took[i]) == 0) {
				request := requests[(from+int(next.Add(1)))%len(requests)]
				asked := time.Now()
				status, err := c.ask(request, nil)
				passed := time.Since(asked)
				took[i] = append(took[i], passed)
				if passed > slowest[i].took {
					slowest[i] = slow{passed, request}
				}
				switch {
				case err != nil:
					fail(fmt.Errorf("%s: %w", firstLine(request), err))
				case c.gaveUp(status):
					gaveUp.Add(1)
				case status != http.StatusOK:
					fail(fmt.Errorf("%s: answered %d: %.200s", firstLine(request), status, c.fault.Bytes()))
				}
			}
		})
	}
	workers.Wait()
	elapsed := time.Since(begun)
	if err := context.Cause(ctx); err != nil {
		return figures{}, err
	}
	var all []time.Duration
	for _, some := range took {
		all = append(all, some...)
	}
	f := figuresOf(all, int(gaveUp.Load()), elapsed)
	f.Slowest = firstLine(slices.MaxFunc(slowest, func(a, b slow) int { return cmp.Compare(a.took, b.took) }).request)
	return f, nil
}

// slow is a request that took long.
type slow struct {
	took    time.Duration
	request []byte
}
