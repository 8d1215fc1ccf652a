package models

import (
	"context"
	"fmt"
	"io"
	"strconv"
)

// maxBatchBytes is how much of a file a batch has at most.
const maxBatchBytes = 4 << 20

// Run imports the file to its end. told hears after each batch; the progress is then committed. An error leaves what
// was committed: the next run goes on from there.
func (im *Import) Run(ctx context.Context, file ImportFile, told func(ImportProgress)) error {
	a := actor(ctx)
	a.RequestID = fmt.Sprintf("import-%d", im.ID)
	ctx = WithActor(ctx, a)
	for {
		rows, err := im.batch(file)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			break
		}
		if err := im.take(ctx, file, rows, false); err != nil {
			return im.wrap(err)
		}
		told(im.ImportProgress)
	}
	for im.o.KeepIDs {
		rows, last, err := im.waiting(ctx, file)
		if err != nil {
			return im.wrap(err)
		}
		if len(rows) == 0 {
			break
		}
		if err := im.take(ctx, file, rows, last); err != nil {
			return im.wrap(err)
		}
		told(im.ImportProgress)
	}
	if im.RowsDone != im.o.Rows {
		return im.wrap(errFileChanged)
	}
	if im.o.DryRun {
		return nil
	}
	return im.wrap(im.persist(ctx, im.finish))
}

func (im *Import) wrap(err error) error {
	return wrap(err, "import %s", im.o.File)
}

// batch reads rows for a transaction. A row that names somebody whom another one in the batch names begins the next,
// since it is about what that one leaves.
func (im *Import) batch(file ImportFile) ([]*ImportRow, error) {
	var rows []*ImportRow
	named := map[string]bool{}
	for len(rows) < im.o.Batch {
		row := im.next
		im.next = nil
		if row == nil {
			read, err := file.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				return nil, err
			}
			row = &read
		}
		key := row.names(im.o.Match)
		if named[key] || len(rows) > 0 && row.End-rows[0].Start > maxBatchBytes {
			im.next = row
			break
		}
		if key != "" {
			named[key] = true
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// names is the key by which a row names somebody.
func (row *ImportRow) names(match string) string {
	if id, ok := row.Draft.values[match].(int64); ok {
		return strconv.FormatInt(id, 10)
	}
	return row.Draft.key(match)
}

// take brings in rows, in one transaction where it can be done. Where the database refuses them although nothing seemed
// wrong, say because somebody else was quicker, or where it is too busy, they are tried once more; then by halves, until
// the row is found that it refuses.
func (im *Import) take(ctx context.Context, file ImportFile, rows []*ImportRow, last bool) error {
	err := im.transact(ctx, file, rows, last, nil)
	if again, stop := im.after(ctx, err); !again {
		return stop
	}
	err = im.transact(ctx, file, rows, last, nil)
	if again, stop := im.after(ctx, err); !again {
		return stop
	}
	if len(rows) > 1 {
		half := len(rows) / 2
		if err := im.take(ctx, file, rows[:half], last); err != nil {
			return err
		}
		return im.take(ctx, file, rows[half:], last)
	}
	if faults := refused(err); faults != nil {
		return im.transact(ctx, file, rows, last, faults)
	}
	return err
}
