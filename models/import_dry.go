package models

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	queries "roster/models/sql"
)

// A dry run writes into temporary tables of its session, which hold the people that the import would have added or
// changed so far. They hide those of users with the same ids. So each batch meets what the batches before it would have
// left, the tables' rules judge every row, and nothing that others see is written, held or locked.
var (
	sqlImportDry   = queries.Read("import_dry")
	sqlImportShade = queries.Read("import_shade")
	sqlImportRing  = queries.Read("import_ring")
)

// dryTables makes the tables of a dry run on its connection.
func dryTables(ctx context.Context, conn bun.Conn) error {
	_, err := conn.Conn.ExecContext(ctx, sqlImportDry)
	return wrap(err, "the tables of a dry run")
}

// table is where the writer writes what belongs into a table.
func (w writer) table(name string) string {
	if w.dry {
		return "dry_" + name
	}
	return name
}

// whoseIs asks for the ids of those of whom a condition on u holds.
func (w writer) whoseIs(condition string) string {
	query := "select u.id from users u where " + condition
	if w.dry {
		query += " and not exists (select from dry_users d where d.id = u.id) union all select u.id from dry_users u where " + condition
	}
	return query
}

// wouldRing says whether a dry run's changes would close a ring of invitations above one of several people. In earnest
// the tables themselves refuse that.
func (w writer) wouldRing(ctx context.Context, tx bun.Tx, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	var ring []int64
	if err := w.in(ctx, tx, &ring, sqlImportRing, array(ids)); err != nil || len(ring) == 0 {
		return err
	}
	return fmt.Errorf("user %d: %w", ring[0], errRing)
}
