package ui

import "strconv"

// Percent says how many of some there are: "91 %". It is 0 or 100 only of none and all, and nothing of nobody.
func Percent(n, of int64) string {
	switch whole := wholePercent(n, of); {
	case of == 0:
		return "–"
	case whole == 0 && n > 0:
		return "<1 %"
	case whole == 100 && n < of:
		return "99 %"
	default:
		return strconv.FormatInt(whole, 10) + " %"
	}
}

func wholePercent(n, of int64) int64 {
	if of == 0 {
		return 0
	}
	return (n*200 + of) / (2 * of)
}
