package models

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/driver/pgdriver"
)

// matters are the options that decide what a row does. An import goes on only under the same.
type matters struct {
	Match   string
	Only    string
	KeepIDs bool
	Ignore  []string
}

// BeginImport finds how far the file was imported under the same options, or begins. Close what it gives. Where the
// import was finished, FinishedAt says when.
func (s *Store) BeginImport(ctx context.Context, o ImportOptions) (*Import, error) {
	if o.Batch == 0 {
		o.Batch = UsualBatch
	}
	im := &Import{o: o, w: writer{Store: s, match: o.Match, only: o.Only, keepIDs: o.KeepIDs, dry: o.DryRun}}
	var err error
	if im.conn, err = s.db.Conn(ctx); err != nil {
		return nil, wrap(err, "import %s", o.File)
	}
	if o.DryRun {
		im.ErrorsFile = o.Errors
		err = dryTables(ctx, im.conn)
	} else {
		err = im.begin(ctx)
	}
	if err != nil {
		return nil, errors.Join(wrap(err, "import %s", o.File), im.Close())
	}
	return im, nil
}

func (im *Import) begin(ctx context.Context) error {
	if err := im.lock(ctx); err != nil {
		return err
	}
	if im.o.KeepIDs {
		if err := im.reserve(ctx); err != nil {
			return err
		}
	}
	if !im.o.Again && im.o.File != "-" {
		if found, err := im.find(ctx); err != nil || found {
			return err
		}
	}
	if _, err := im.w.exec(ctx, "delete from import_waiting where import_id in (select id from imports where sha256 = $1)", im.o.Sum[:]); err != nil {
		return err
	}
	a := actor(ctx)
	return im.w.one(ctx, &im.ImportProgress, `insert into imports (file, sha256, options, row_count, errors_file, actor_id, door)
		values ($1, $2, $3, $4, $5, nullif($6::bigint, 0), $7) returning `+importColumns,
		im.o.File, im.o.Sum[:], jsonText(im.matters()), im.o.Rows, im.o.Errors, a.ID, a.Door)
}

const importColumns = `id, batches, rows_done, offset_done, created, updated, unchanged, refused, errors_file, errors_size,
	started_at, finished_at`

func (im *Import) matters() matters {
	return matters{im.o.Match, im.o.Only, im.o.KeepIDs, append([]string{}, im.o.Ignore...)}
}

// lock keeps other runs of the same file apart, until the connection is closed.
func (im *Import) lock(ctx context.Context) error {
	var mine bool
	err := im.conn.Conn.QueryRowContext(ctx, "select pg_try_advisory_lock($1)", int64(binary.BigEndian.Uint64(im.o.Sum[:8]))).Scan(&mine)
	if err == nil && !mine {
		err = ErrImportRuns
	}
	return err
}

// find reads how far the file came the last time. A run that was killed while it committed is waited for.
func (im *Import) find(ctx context.Context) (bool, error) {
	var last struct {
		ImportProgress
		Options matters `bun:"type:jsonb"`
	}
	err := im.w.one(ctx, &last, `select options, `+importColumns+` from imports
		where sha256 = $1 and file <> '-' order by id desc limit 1 for update`, im.o.Sum[:])
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	same := reflect.DeepEqual(last.Options, im.matters())
	switch {
	case err != nil:
		return false, err
	case !same && last.FinishedAt.IsZero():
		return false, ErrImportOther
	case !same:
		return false, nil
	}
	im.ImportProgress = last.ImportProgress
	if im.ErrorsSize == 0 {
		im.ErrorsFile = im.o.Errors
	}
	return true, nil
}

// reserve keeps the directory from giving ids of the file to others who come meanwhile, and afterwards.
func (im *Import) reserve(ctx context.Context) error {
	return im.w.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.Tx.ExecContext(ctx, `select setval(s, $1::bigint)
			from (select pg_get_serial_sequence('users', 'id')::regclass) q (s) where $1::bigint > coalesce(pg_sequence_last_value(s), 0)`, im.o.MaxID)
		if pg, ok := errors.AsType[pgdriver.Error](err); ok && pg.Field('C') == "42501" {
			err = fmt.Errorf("this role may not keep ids from being given twice (%w): let the owner run: grant usage, select, update on sequence users_id_seq to …", err)
		}
		return err
	})
}
