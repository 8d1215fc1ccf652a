package demo

import (
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"roster/models"
)

// present says how many people are there if they are d's, and 0 if nobody is. Everything else is an error. Once it
// has found nobody, it keeps others from adding somebody before we do.
func (l *loader) present(d *directory) (int, error) {
	switch other, err := l.marked(); {
	case err == nil:
		people, err := l.count()
		if err != nil {
			return 0, err
		}
		if people > 0 && (other.People != d.people || other.Seed != d.seed) {
			return 0, other
		}
		if people > 0 {
			return people, nil
		}
	case !errors.Is(err, sql.ErrNoRows):
		return 0, err
	}
	if err := l.exec("lock table " + strings.Join(tables, ", ")); err != nil {
		return 0, err
	}
	var foreign bool
	err := l.tx.QueryRowContext(l.ctx, `select exists (select from users) or exists (select from groups)
		or exists (select from permissions where id > ?)`, len(documentPermissions)).Scan(&foreign)
	if err == nil && foreign {
		err = ErrForeign
	}
	return 0, err
}

func (l *loader) count() (n int, err error) {
	return n, l.tx.QueryRowContext(l.ctx, "select count(*) from users").Scan(&n)
}

// mark notes what was loaded. The audit log keeps it: nobody can take it away from there.
func (l *loader) mark(d *directory) error {
	_, err := l.tx.ExecContext(l.ctx, `insert into audit_entries (action, door, changes)
		values (?, 'demo', jsonb_build_object('people', jsonb_build_object('was', null, 'now', ?::bigint),
		                                      'seed', jsonb_build_object('was', null, 'now', ?)))`,
		models.DemoLoaded, d.people, strconv.FormatUint(d.seed, 10))
	return err
}

// marked reads which demo was loaded last, as the error that it would be to ask for another one.
func (l *loader) marked() (*OtherError, error) {
	var seed string
	other := new(OtherError)
	err := l.tx.QueryRowContext(l.ctx, `select changes->'people'->>'now', changes->'seed'->>'now' from audit_entries
		where action = ? order by id desc limit 1`, models.DemoLoaded).Scan(&other.People, &seed)
	if err == nil {
		other.Seed, err = strconv.ParseUint(seed, 10, 64)
	}
	return other, err
}
