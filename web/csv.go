package web

import (
	"context"
	"encoding/csv"
	"iter"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"roster/views/layout"
)

// Table is what a CSV holds. Its rows are made while they are written, so that it may have any number of them; the
// context they are made in outlasts the time of an ordinary request.
type Table struct {
	Name string // of the file, without .csv
	Head []string
	Rows func(context.Context) iter.Seq2[[]string, error]
}

const (
	flushEvery = 200              // rows
	rowsTime   = 30 * time.Second // for writing that many to a slow reader
)

// writeCSV writes a table as RFC 4180 describes it, in UTF-8, with a byte order mark where ?bom=1 asks for one (some
// spreadsheets take a file without one for another alphabet's). A row that cannot be made ends the connection, so that
// the reader sees that the file is not whole.
func writeCSV(w http.ResponseWriter, r *http.Request, t Table) {
	h := w.Header()
	describe := func() {
		h.Set("Content-Type", "text/csv; charset=utf-8; header=present")
		h.Set("Content-Disposition", `attachment; filename="`+t.Name+`.csv"`)
		w.WriteHeader(http.StatusOK)
	}
	if r.Method == http.MethodHead {
		describe() // nothing is given out, and nothing made
		return
	}
	next, stop := iter.Pull2(t.Rows(context.WithoutCancel(r.Context())))
	defer stop()
	row, err, more := next()
	if err != nil { // nothing is written yet: it can still be told
		fail(w, r, asCSV, err)
		return
	}
	describe()
	control := http.NewResponseController(w)
	control.SetWriteDeadline(time.Now().Add(rowsTime))
	if Param(r, "bom") == "1" {
		w.Write([]byte("\ufeff"))
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	out.Write(t.Head)
	for n := 1; more && err == nil; n++ {
		out.Write(Disarmed(row))
		if n%flushEvery == 0 || n == 1 {
			out.Flush()
			control.Flush()
			control.SetWriteDeadline(time.Now().Add(rowsTime))
		}
		if out.Error() != nil {
			panic(http.ErrAbortHandler) // nobody reads on
		}
		row, err, more = next()
	}
	if err != nil {
		slog.ErrorContext(r.Context(), "a CSV was cut short", "request", layout.From(r.Context()).RequestID, "error", err)
		panic(http.ErrAbortHandler)
	}
	out.Flush()
}

// Disarmed keeps a spreadsheet from taking what somebody is called for a formula: a cell that begins like one gets an
// apostrophe before it (OWASP, CSV Injection), which roster import takes off again.
func Disarmed(row []string) []string {
	for i, cell := range row {
		if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
			row[i] = "'" + cell
		}
	}
	return row
}
