package demo

import (
	"context"
	"fmt"
	"strings"

	"github.com/uptrace/bun"
)

// tables are what a demo fills, and those that the triggers of users fill meanwhile.
var tables = []string{"users", "groups", "permissions", "user_groups", "group_permissions", "user_permissions", "invitee_counts", "branches", "branch_changes"}

// loader brings a directory into the database, in one transaction on one connection.
type loader struct {
	ctx      context.Context
	conn     bun.Conn
	tx       bun.Tx
	progress func(step string, done, total int)
}

// load brings d in, unless it is there or something stands in its way.
//
// The triggers stay on: they look at a whole COPY at once and keep their promises themselves. The tables are truncated
// although they are empty, because Postgres need not log what goes into a table that is new in its transaction.
func (l *loader) load(d *directory) (Result, error) {
	if err := l.exec("select pg_advisory_xact_lock(hashtext('roster.demo'))"); err != nil {
		return Result{}, err
	}
	if people, err := l.present(d); err != nil || people > 0 {
		return Result{People: people}, err
	}
	set, err := l.setAside()
	if err != nil {
		return Result{}, err
	}
	for _, step := range []func() error{
		l.truncate,
		func() error { return l.permissions(d) },
		func() error { return l.groups(d) },
		func() error { return l.people(d) },
		func() error { return l.memberships(d) },
		func() error { return l.grants(d) },
		func() error { return l.bringBack("indexes", set.indexes) },
		func() error { return l.bringBack("counts", set.counts) },
		l.analyze,
		func() error { return l.bringBack("references", set.references) },
		l.restart,
		func() error { return l.mark(d) },
	} {
		if err := step(); err != nil {
			return Result{}, err
		}
	}
	return Result{People: d.people, Loaded: true}, nil
}

func (l *loader) truncate() error { return l.exec("truncate " + strings.Join(tables, ", ")) }

// analyze tells the planner what came in, before the references are checked by joins.
func (l *loader) analyze() error {
	l.progress("statistics", 0, 1)
	err := l.exec("analyze " + strings.Join(tables, ", "))
	l.progress("statistics", 1, 1)
	return err
}

// restart lets new ids begin above those of the demo. Unlike setval it is undone with its transaction.
func (l *loader) restart() error {
	for _, table := range []string{"users", "groups", "permissions"} {
		var next int64
		if err := l.tx.QueryRowContext(l.ctx, "select max(id) + 1 from "+table).Scan(&next); err != nil {
			return err
		}
		if err := l.exec(fmt.Sprintf("alter table %s alter id restart with %d", table, next)); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) exec(query string) error {
	if _, err := l.tx.ExecContext(l.ctx, query); err != nil {
		return fmt.Errorf("%s: %w", query, err)
	}
	return nil
}
