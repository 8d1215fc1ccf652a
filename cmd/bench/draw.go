package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// draw takes values out of the directory by lot, the same in each run, so that nothing can be answered from memory
// and two runs ask for the same. The first error stays, and nothing is drawn after it.
type draw struct {
	pool   *pgxpool.Pool
	dice   *rand.Rand
	people []int64 // whose values are drawn
	err    error
}

func (d *directory) draw() *draw {
	draw := &draw{pool: d.pool, dice: rand.New(rand.NewPCG(1, 2))}
	draw.people = draw.someone(400)
	return draw
}

// list asks for a column and shuffles it.
func list[T any](d *draw, query string, args ...any) (values []T) {
	if d.err != nil {
		return nil
	}
	rows, _ := d.pool.Query(context.Background(), query, args...) // its error comes with the rows
	if values, d.err = pgx.CollectRows(rows, pgx.RowTo[T]); d.err != nil {
		d.err = fmt.Errorf("%s: %w", query, d.err)
	} else if len(values) == 0 {
		d.err = fmt.Errorf("nobody to ask for: %s", query)
	}
	d.dice.Shuffle(len(values), func(i, k int) { values[i], values[k] = values[k], values[i] })
	return values
}

// someone picks so many people, each as likely as another.
func (d *draw) someone(most int) []int64 {
	highest := list[int64](d, "select coalesce(max(id), 1) from users")
	if d.err != nil {
		return nil
	}
	lots := make([]int64, most+most/8+100) // some meet nobody
	for i := range lots {
		lots[i] = 1 + d.dice.Int64N(highest[0])
	}
	met := list[int64](d, "select id from users where id = any($1) order by id", lots)
	return met[:min(most, len(met))]
}

// deepPage is a page far into the list of everybody: 15,000 of a million people, or as far into fewer.
func (d *draw) deepPage() int {
	count := list[int](d, "select count(*)::int from users")
	if d.err != nil {
		return 1
	}
	return max(1, min(15_000, count[0]/20*3/10))
}

// values are what the people hold in a field, each value once, so that the rare is asked for as often as the common.
func (d *draw) values(f field) []string {
	values := list[string](d, "select distinct v::text from users u, lateral (select "+f.draw+") d (v) where u.id = any($1) and v is not null order by 1", d.people)
	if strings.Contains(f.where, "any(") { // of two
		for i := 1; i < len(values); i += 4 {
			values[i] += "," + values[i-1]
		}
	}
	return values
}

// sorted asks for the list with each value of a filter, each in another order.
func (d *draw) sorted(filter string, values []string) []ask {
	// Of few values each gets several orders.
	values = slices.Repeat(values, 1+20/max(1, len(values)))
	asks := make([]ask, len(values))
	for i, v := range values {
		sort := orders[d.dice.IntN(len(orders))].name
		if d.dice.IntN(2) == 0 {
			sort = "-" + sort
		}
		asks[i].path = listPath(filter, v, "sort", sort)
	}
	return asks
}

type searches struct {
	kind  string
	typed []string
}

// searches are what people type into the search box, of five kinds.
func (d *draw) searches() []searches {
	of := func(what string) []string {
		return list[string](d, "select distinct "+what+" from users u where u.id = any($1) and "+what+" is not null order by 1", d.people)
	}
	return []searches{
		{"rare", of("u.username")},
		{"common", list[string](d, `select word from users u, lateral (select substring(lower(u.username) from '^[a-z]{3,}') as word) w
			where u.id = any($1) and word is not null group by word order by count(*) desc, word limit 5`, d.people)},
		{"two letters", of("substring(lower(u.username) from '^[a-z]{2}')")},
		{"Persian", of("case when u.last_name ~ '[ا-ی]' then u.first_name || ' ' || u.last_name end")},
		{"phone in Persian digits", of("case when u.mobile_number ~ '^09' then translate(u.mobile_number, '0123456789', '۰۱۲۳۴۵۶۷۸۹') end")},
	}
}
