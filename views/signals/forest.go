package signals

import (
	"context"

	"roster/models"
)

// Heads are those under whom something stands out in the whole forest.
type Heads []models.Signal

// of are those of one kind, in their order.
func (h Heads) of(kind models.SignalKind) (some Heads) {
	for _, s := range h {
		if s.Kind == kind {
			some = append(some, s)
		}
	}
	return some
}

// ForestJSON is what stands out in the forest for a program.
func ForestJSON(ctx context.Context, heads Heads) any {
	type head struct {
		Inviter person `json:"inviter"`
		signal
	}
	return struct {
		Results []head `json:"results"`
	}{each(heads, func(s models.Signal) head { return head{personOf(s.Inviter), signalOf(ctx, s)} })}
}
