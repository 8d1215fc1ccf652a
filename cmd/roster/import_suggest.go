package main

import "fmt"

// suggestion names the known column that somebody may have meant.
func suggestion(name string) string {
	if also := importAlso[name]; also != "" {
		return fmt.Sprintf(" (did you mean %s?)", also)
	}
	best, least := "", 2+len(name)/3
	for known := range importNames {
		if d := distance(name, known); d < least || d == least && known < best {
			best, least = known, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %s?)", best)
}

// distance is how many letters have to be added, taken away or changed to make one word of the other.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0]++
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before, row[j+1] = row[j+1], min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
