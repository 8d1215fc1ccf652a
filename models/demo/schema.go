package demo

import (
	"fmt"

	"github.com/uptrace/bun/dialect/pgdialect"
)

// aside is what was taken off the tables for the load: the statements that bring it back, in the words of the database,
// so that the migrations alone say what an index or a reference is.
type aside struct {
	indexes    []statement
	references []statement
	counts     []statement // triggers that count what comes in, and the count of all of it at once
}

type statement struct{ Name, SQL string }

// setAside takes off the tables what is cheaper to make once than to keep for each row: all indexes but those of
// primary keys and other constraints, and all references to or from them.
func (l *loader) setAside() (*aside, error) {
	set := new(aside)
	var drop []string
	err := l.tx.NewRaw(`select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as sql
		from pg_index i
		where i.indrelid = any(?::regclass[])
		  and not exists (select from pg_constraint c where c.conindid = i.indexrelid and c.contype <> 'f')
		order by pg_relation_size(i.indrelid), i.indexrelid`, pgdialect.Array(tables)).Scan(l.ctx, &set.indexes)
	if err != nil {
		return nil, err
	}
	for _, i := range set.indexes {
		drop = append(drop, "drop index "+i.Name)
	}
	var references []struct{ Table, Name, Definition string }
	err = l.tx.NewRaw(`select conrelid::regclass::text as table, quote_ident(conname) as name,
			pg_get_constraintdef(oid) as definition
		from pg_constraint
		where contype = 'f' and (conrelid = any(?0::regclass[]) or confrelid = any(?0::regclass[]))
		order by oid`, pgdialect.Array(tables)).Scan(l.ctx, &references)
	if err != nil {
		return nil, err
	}
	for _, r := range references {
		alter := "alter table " + r.Table
		drop = append(drop, alter+" drop constraint "+r.Name)
		set.references = append(set.references, statement{r.Name, alter + " add constraint " + r.Name + " " + r.Definition})
	}
	var counters []struct{ Table, Name string }
	err = l.tx.NewRaw(`select t.tgrelid::regclass::text as table, quote_ident(t.tgname) as name
		from pg_trigger t where t.tgfoid = any('{users_tally,grants_tally}'::regproc[]) order by t.tgname`).Scan(l.ctx, &counters)
	if err != nil {
		return nil, err
	}
	for _, t := range counters {
		trigger := " trigger " + t.Name
		drop = append(drop, "alter table "+t.Table+" disable"+trigger)
		set.counts = append(set.counts, statement{t.Name, "alter table " + t.Table + " enable" + trigger})
	}
	set.counts = append(set.counts, statement{"recount_users", "select recount_users()"})
	for _, sql := range drop {
		if err := l.exec(sql); err != nil {
			return nil, err
		}
	}
	return set, nil
}

// bringBack runs what setAside left to do.
func (l *loader) bringBack(step string, statements []statement) error {
	if err := l.exec("set local maintenance_work_mem = '256MB'"); err != nil {
		return err
	}
	for i, s := range statements {
		l.progress(step, i, len(statements))
		if err := l.exec(s.SQL); err != nil {
			return fmt.Errorf("%s: %w", s.Name, err)
		}
	}
	l.progress(step, len(statements), len(statements))
	return nil
}
