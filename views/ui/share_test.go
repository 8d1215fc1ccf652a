package ui

import "testing"

func TestPercentIsHonestAboutNoneAndAll(t *testing.T) {
	for _, row := range []struct {
		n, of int64
		want  string
	}{{0, 0, "–"}, {0, 9, "0 %"}, {9, 9, "100 %"}, {1, 1000, "<1 %"}, {999, 1000, "99 %"}, {1, 3, "33 %"}, {2, 3, "67 %"}, {9_000_000, 10_000_000, "90 %"}} {
		if got := Percent(row.n, row.of); got != row.want {
			t.Errorf("%d of %d is %q, not %q", row.n, row.of, got, row.want)
		}
	}
}
