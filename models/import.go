package models

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"
)

// ImportOptions say what to import and how.
type ImportOptions struct {
	File   string   // its name; "-" is standard input, which nobody can go on with later
	Sum    [32]byte // the SHA-256 of its content
	Rows   int64
	MaxID  int64  // the highest id in it; needed with KeepIDs
	Errors string // where refused rows go

	Match   string   // the field by which a row names somebody: id, username, email or mobile_number
	Only    string   // create, update, or "" for both
	KeepIDs bool     // a row with an id that nobody has adds somebody with that id
	Ignore  []string // columns that are left out

	Again  bool // begin anew, whatever was done before
	DryRun bool // say what would happen and change nothing
	Batch  int  // how many rows a transaction has; at most MostBatch
}

// How many rows a transaction of an import has: unless asked for, and at most, since its locks hold others up.
const (
	UsualBatch = 500
	MostBatch  = 5000
)

// Import is the way of one file into the directory. What it tells is what was committed.
//
// Rows are taken in batches, a transaction each, which also holds what the rows bring along, their audit entries and
// how far the import came. A row that is refused hinders no other. A row whose inviter comes further down in the file
// (only with KeepIDs) waits in the database, and is taken when the inviter is there; where no more can come, the rest
// is refused.
type Import struct {
	ImportProgress

	o    ImportOptions
	w    writer
	conn bun.Conn // holds the lock that keeps others from importing the same file, or the tables of a dry run
	next *ImportRow
}

// ImportProgress is how far an import came.
type ImportProgress struct {
	ID         int64
	Batches    int64
	RowsDone   int64
	OffsetDone int64
	Created    int64
	Updated    int64
	Unchanged  int64
	Refused    int64
	ErrorsFile string
	ErrorsSize int64
	StartedAt  time.Time
	FinishedAt time.Time `bun:",nullzero"`
}

// Settled is how many rows have been decided on: all that were read, but for those that wait.
func (p ImportProgress) Settled() int64 { return p.Created + p.Updated + p.Unchanged + p.Refused }

// ImportRow is a row of a file.
type ImportRow struct {
	Number     int64 // from 1
	Start, End int64 // bytes of the file
	Draft      Draft
}

// Refusal is a row that cannot be taken, and why.
type Refusal struct {
	ImportRow
	Faults Invalid
}

// ImportFile is what an import reads, and where it puts down what it refuses.
type ImportFile interface {
	// Next reads the next row, from ImportProgress.OffsetDone on. It ends with io.EOF.
	Next() (ImportRow, error)
	// At reads a row again.
	At(number, start int64) (ImportRow, error)
	// Refuse writes refusals behind the first size bytes of what it wrote before, dropping what is behind them, and
	// gives the new size. When it returns, they are on disk.
	Refuse(size int64, refusals []Refusal) (int64, error)
}

// What keeps an import from beginning or going on.
var (
	ErrImportRuns  = errors.New("this file is being imported already: wait for it to end")
	ErrImportOther = errors.New("an import of this file with other options was begun and not finished: " +
		"give the options it had, and it goes on, or begin anew with --again")
	errOvertaken   = errors.New("another process went on with this import meanwhile")
	errFileChanged = errors.New("the file is another than when the import began")
)

// Close lets others import the file.
func (im *Import) Close() error {
	ctx := context.WithoutCancel(context.Background())
	query := "select pg_advisory_unlock_all()"
	if im.o.DryRun {
		query = "discard temp"
	}
	_, err := im.conn.Conn.ExecContext(ctx, query)
	return errors.Join(err, im.conn.Close())
}
