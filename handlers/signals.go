package handlers

import (
	"context"
	"iter"
	"net/http"

	"roster/models"
	"roster/views/signals"
	"roster/web"
)

// signals is what stands out among the people under somebody.
func (h handler) signals(r *http.Request) (*models.Signals, error) {
	id, err := web.ID(r)
	if err != nil {
		return nil, err
	}
	return h.store.Signals(r.Context(), id)
}

// signal is the rows behind a signal, the first of them.
func (h handler) signal(r *http.Request) (rows signals.Rows, err error) {
	id, err := web.ID(r)
	if err != nil {
		return rows, err
	}
	rows.SignalRows, err = h.store.SignalRows(r.Context(), id, models.SignalKind(r.PathValue("kind")), signals.RowsShown)
	return rows, err
}

// forestSignals names those in the forest under whom something stands out.
func (h handler) forestSignals(r *http.Request) (signals.Heads, error) {
	return h.store.SignalHeads(r.Context())
}

// signalCSV is all of them.
func (h handler) signalCSV(_ *http.Request, s signals.Rows) web.Table {
	return web.Table{Name: "signal-" + string(s.Kind), Head: s.CSVHead(), Rows: func(ctx context.Context) iter.Seq2[[]string, error] {
		return func(yield func([]string, error) bool) {
			for row, err := range h.store.EachSignalRow(ctx, s.Inviter.ID, s.Kind) {
				if err != nil {
					yield(nil, err)
					return
				}
				if !yield(s.CSVRow(row), nil) {
					return
				}
			}
		}
	}}
}
