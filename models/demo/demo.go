// Package demo is a directory to try the console with: the people of the API documents, and around them as many more as
// one likes, with names, groups, rights and a forest of invitations. The same numbers always give the same people.
package demo

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"roster/models"
)

// DefaultPeople is how many people a demo has where nobody said otherwise.
const DefaultPeople = 1000

// MaxPeople is how many a demo can have.
const MaxPeople = 10_000_000

// Options say which directory to load.
type Options struct {
	People int    // how many people in all; those of the documents are always among them
	Seed   uint64 // another seed, other people

	// Progress is told how far each step is. Its calls do not overlap. Nil means nobody listens.
	Progress func(step string, done, total int)
}

// Result says what is there now.
type Result struct {
	People int  // everybody in the directory, with those who were added since
	Loaded bool // by this call; otherwise the same demo was there already
}

// Load brings a demo directory into a migrated database that nobody is in, in one transaction: all of it is there
// afterwards, or nothing. Where the same demo is already, nothing changes. Where another one is, the error is an
// *OtherError; where other people are, it is ErrForeign. Two loads at once take turns. Consoles that run on the
// database meanwhile get no answer from it until the load is over.
func Load(ctx context.Context, store *models.Store, o Options) (Result, error) {
	if o.People > MaxPeople {
		return Result{}, fmt.Errorf("a demo has at most %d people", MaxPeople)
	}
	o.People = max(o.People, len(documentPeople))
	if o.Progress == nil {
		o.Progress = func(string, int, int) {}
	}
	var result Result
	err := store.Unlimited(ctx, func(ctx context.Context, db *bun.DB) error {
		conn, err := db.Conn(ctx)
		if err != nil {
			return err
		}
		defer conn.Close()
		tx, err := conn.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		l := loader{ctx: ctx, conn: conn, tx: tx, progress: o.Progress}
		if result, err = l.load(newDirectory(o.People, o.Seed)); err != nil {
			return err
		}
		return tx.Commit()
	})
	if err != nil || !result.Loaded {
		return result, wrap(err)
	}
	o.Progress("branches", 0, 1)
	err = store.SettleBranches(ctx) // if it is stopped here, the console does it
	o.Progress("branches", 1, 1)
	return result, wrap(err)
}
