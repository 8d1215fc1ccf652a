package main

import (
	"testing"
	"time"
)

func TestFigures(t *testing.T) {
	var took []time.Duration
	for i := range 100 {
		took = append(took, time.Duration(100-i)*time.Millisecond)
	}
	if f := figuresOf(took, 10, 2*time.Second); f != (figures{PerSecond: 45, P50: 50, P95: 95, Most: 100, Answers: 100, GaveUp: 10}) {
		t.Errorf("%+v", f)
	}
	if f := figuresOf([]time.Duration{time.Second}, 0, time.Second); f.P50 != 1000 || f.P95 != 1000 {
		t.Errorf("of one answer: %+v", f)
	}
	one := []figures{{PerSecond: 10, P95: 3}, {PerSecond: 30, P95: 1}, {PerSecond: 20, P95: 2}}
	other := []figures{{PerSecond: 10}, {PerSecond: 10}, {PerSecond: 40}}
	one[2].Most, one[2].Slowest = 9, "GET /slow"
	if m := medians(one); m.Slowest != "GET /slow" || m.PerSecond != 20 || m.P95 != 2 {
		t.Errorf("medians %+v", m)
	}
	if r := ratio(one, other); r != 1 {
		t.Errorf("ratio %v", r)
	}
}
