package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// atHot is how many people join at once under one inviter.
const atHot = 16

// joining is the trial that adds people under the one who invited most.
const joining = "people joining under the biggest inviter"

// forest is what is asked of branches: by a desk as pages, and by programs.
func (d *draw) forest(add func(name string, connections int, form form, asks []ask)) {
	one := func(query string) int64 {
		if found := list[int64](d, query); d.err == nil {
			return found[0]
		}
		return 0
	}
	most := one(biggestInviter)
	root := one("select user_id from branches order by size desc, user_id limit 1")
	deepest := one(`with recursive down (id, levels) as (
		(select user_id, levels from branches order by levels desc limit 1)
		union all
		select i.id, i.levels from down cross join lateral (
			select u.id, coalesce(b.levels, 0) as levels from users u left join branches b on b.user_id = u.id
			where u.inviter_id = down.id order by 2 desc limit 1) i
	) select id from down order by levels limit 1`)
	at := func(id int64, query string) []ask {
		return []ask{{path: fmt.Sprintf("/users/%d/invites/%s", id, query)}}
	}
	add("branch of the biggest root", 1, asTold, at(root, ""))
	add("branch of anybody", atList, asTold, each(d.someone(2000), "/users/%v/invites/"))
	add("ancestors of the deepest", 1, asTold, at(deepest, ""))
	add("page of the biggest inviter's tree", atList, asPage, at(most, ""))
	add("page of the deepest's tree", 1, asPage, at(deepest, ""))
	add("page of the biggest root's table", atList, asPage, at(root, "?view=table"))
	add("page of the biggest root's map", atList, asPage, at(root, "?view=map"))
	add(joining, atHot, asJoining, []ask{{}})
}

const biggestInviter = "select user_id from invitee_counts group by user_id order by sum(count) desc, user_id limit 1"

// join adds people under the biggest inviter, while the console adds up what branches come to, and takes them away
// again. What branches come to must be right with them and without.
func (b *bench) join(ctx context.Context, rounds int) (r result, err error) {
	r = result{Name: joining, Connections: atHot}
	var all []figures
	config := b.directory.pool.Config()
	config.MaxConns = atHot
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return r, err
	}
	defer pool.Close()
	var inviter int64
	if err := pool.QueryRow(ctx, biggestInviter).Scan(&inviter); err != nil {
		return r, err
	}
	for round := range rounds {
		f, err := joinFor(ctx, pool, inviter, fmt.Sprintf("bench-joined-%d-", round), b.lasts)
		err = errors.Join(err, b.branchesRight(ctx))
		_, gone := pool.Exec(ctx, "delete from users where username like 'bench-joined-%'")
		if err = errors.Join(err, gone, b.branchesRight(ctx)); err != nil {
			return r, err
		}
		all = append(all, f)
	}
	r.Roster = new(medians(all))
	return r, nil
}

// joinFor lets people join for a while, each in a transaction of their own.
func joinFor(ctx context.Context, pool *pgxpool.Pool, inviter int64, name string, lasts time.Duration) (f figures, err error) {
	var joiners sync.WaitGroup
	var mu sync.Mutex
	var took []time.Duration
	begun := time.Now()
	for n := range atHot {
		joiners.Go(func() {
			for i := 0; i == 0 || time.Since(begun) < lasts; i++ {
				at := time.Now()
				_, fault := pool.Exec(ctx, "insert into users (username, inviter_id) values ($1, $2)", fmt.Sprintf("%s%d-%d", name, n, i), inviter)
				mu.Lock()
				took, err = append(took, time.Since(at)), errors.Join(err, fault)
				mu.Unlock()
				if fault != nil {
					return
				}
			}
		})
	}
	joiners.Wait()
	return figuresOf(took, 0, time.Since(begun)), err
}

func (b *bench) branchesRight(ctx context.Context) error {
	if err := b.directory.store.SettleBranches(ctx); err != nil {
		return err
	}
	wrong, err := b.directory.store.CheckBranches(ctx)
	if err == nil && wrong > 0 {
		err = fmt.Errorf("the branches of %d people are wrong", wrong)
	}
	return err
}
