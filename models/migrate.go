package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/driver/pgdriver"
	"github.com/uptrace/bun/migrate"

	"roster/models/migrations"
	"roster/models/pgconn"
)

// Migrate brings the schema up to what this console was built for. Consoles that start at the same time on the same
// database take turns; one that dies in between lets go of its turn.
func (s *Store) Migrate(ctx context.Context) error {
	pending, err := s.pending(ctx)
	if err == nil && pending == 0 {
		return nil
	}
	if pg, ok := errors.AsType[pgdriver.Error](err); ok && pg.Field('C') == "42501" {
		return fmt.Errorf("this role may not use the tables that are there (%w): let their owner run: "+
			"grant select, insert, update, delete on all tables in schema public to …", err)
	}
	return wrap(s.Unlimited(ctx, func(ctx context.Context, db *bun.DB) error {
		turn, err := db.Conn(ctx)
		if err != nil {
			return err
		}
		defer turn.Close()
		if _, err := turn.ExecContext(ctx, "select pg_advisory_lock(hashtext('roster.migrations'))"); err != nil {
			return err
		}
		defer turn.ExecContext(context.WithoutCancel(ctx), "select pg_advisory_unlock(hashtext('roster.migrations'))")

		if err := suits(ctx, turn); err != nil {
			return err
		}
		m, err := migrator(db)
		if err != nil {
			return err
		}
		if err := m.Init(ctx); err != nil {
			return err
		}
		_, err = m.Migrate(ctx)
		return err
	}), "migrate")
}

// suits says what keeps a database from holding a directory at all, and what to do about it.
func suits(ctx context.Context, db bun.Conn) error {
	var found struct {
		Version   int
		Encoding  string
		MayCreate bool
		Missing   string // extensions that are not there and may not be created
	}
	err := db.NewRaw(`select current_setting('server_version_num')::int as version,
		current_setting('server_encoding') as encoding,
		coalesce(has_schema_privilege(current_schema(), 'create'), false) as may_create,
		(select coalesce(string_agg(e.name, ', '), '') from (values ('pg_trgm', 'gin_trgm_ops'), ('btree_gin', 'int8_ops')) e (name, class)
			where not exists (select from pg_opclass c join pg_am m on m.oid = c.opcmethod
					where c.opcname = e.class and m.amname = 'gin' and pg_opclass_is_visible(c.oid))
				and not (has_database_privilege(current_database(), 'create')
					and exists (select from pg_available_extensions a where a.name = e.name and a.installed_version is null))) as missing`).Scan(ctx, &found)
	switch {
	case err != nil:
		return err
	case found.Version < 140000:
		return fmt.Errorf("the database is Postgres %d, and roster needs 14 or newer", found.Version/10000)
	case found.Encoding != "UTF8":
		return fmt.Errorf("the database's encoding is %s, and names of people need UTF8: create database … encoding 'UTF8' template template0", found.Encoding)
	case !found.MayCreate:
		return errors.New("this role may not create tables: let the database's owner run roster migrate, or: grant usage, create on schema public to …")
	case found.Missing != "":
		return fmt.Errorf("of Postgres's extensions %s is missing, and this role may not create it: install Postgres's contrib modules, and let the database's owner run, for each: create extension … schema public", found.Missing)
	}
	return nil
}

// pending counts the migrations that this database has not seen.
func (s *Store) pending(ctx context.Context) (int, error) {
	var names []string
	if err := s.all(ctx, &names, "select name from bun_migrations"); err != nil {
		return 0, err
	}
	applied := make(map[string]bool, len(names))
	for _, name := range names {
		applied[name] = true
	}
	known, err := discover()
	if err != nil {
		return 0, err
	}
	n := 0
	for _, m := range known.Sorted() {
		if !applied[m.Name] {
			n++
		}
	}
	return n, nil
}

// Unlimited lends a pool without the limits that guard requests, for work that may take minutes.
func (s *Store) Unlimited(ctx context.Context, do func(context.Context, *bun.DB) error) error {
	config := s.config
	config.Limits = pgconn.Limits{}
	pool := sql.OpenDB(config.Connector())
	defer pool.Close()
	pool.SetMaxOpenConns(4)
	db := bun.NewDB(pool, pgdialect.New())
	return do(ctx, db)
}

func migrator(db *bun.DB) (*migrate.Migrator, error) {
	known, err := discover()
	if err != nil {
		return nil, err
	}
	return migrate.NewMigrator(db, known, migrate.WithMarkAppliedOnSuccess(true)), nil
}

var discover = sync.OnceValues(func() (*migrate.Migrations, error) {
	known := migrate.NewMigrations()
	return known, known.Discover(migrations.Files)
})
