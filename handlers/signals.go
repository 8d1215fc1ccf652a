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

// signal is the rows behind a signal: the first on a screen, all that were looked at for a program.
func (h handler) signal(r *http.Request) (rows signals.Rows, err error) {
	id, err := web.ID(r)
	if err != nil {
		return rows, err
	}
	limit := signals.MostRows
	if web.OnScreen(r) {
		limit = signals.RowsShown
	}
	rows.SignalRows, err = h.store.SignalRows(r.Context(), id, models.SignalKind(r.PathValue("kind")), limit)
	return rows, err
}

// forestSignals names those in the forest under whom something stands out.
func (h handler) forestSignals(r *http.Request) (signals.Heads, error) {
	return h.store.SignalHeads(r.Context())
}

func signalCSV(_ *http.Request, s signals.Rows) web.Table {
	return web.Table{Name: "signal-" + string(s.Kind), Head: s.CSVHead(), Rows: func(context.Context) iter.Seq2[[]string, error] {
		return func(yield func([]string, error) bool) {
			for _, row := range s.Rows {
				if !yield(s.CSVRow(row), nil) {
					return
				}
			}
		}
	}}
}
