package models

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/uptrace/bun"

	queries "roster/models/sql"
)

// Branch is what somebody's branch of the forest comes to: everybody below them, however far.
type Branch struct {
	Size       int64
	Active     int64
	Verified   int64     // whose e-mail address is verified
	Levels     int       // how far down it goes
	LastJoined time.Time // when the last of them came; zero where there is nobody
}

// Inactive is how many of the branch are not active.
func (b Branch) Inactive() int64 { return b.Size - b.Active }

// Head is somebody with what their branch comes to, by what was noted about branches until now; unless that is much, and
// then behind says that the figures lag until KeepBranches is done.
func (s *Store) Head(ctx context.Context, id int64) (head Invitee, behind bool, err error) {
	read := func() error {
		var rows []struct {
			Invitee
			Behind bool
		}
		err := s.all(ctx, &rows, sqlBranch, id)
		if err == nil && len(rows) == 0 {
			return ErrNotFound
		}
		for _, row := range rows {
			head, behind = row.Invitee, row.Behind
		}
		return err
	}
	if err = read(); err == nil && behind {
		if err = s.addUpInPassing(ctx); err == nil {
			err = read()
		}
	}
	return head, behind, wrap(err, "branch of user %d", id)
}

var (
	sqlBranch      = queries.Read("branch", "invitee")
	sqlBranchNotes = queries.Read("branch_notes")
	sqlBranchAbove = queries.Read("branch_above")
	sqlBranchAdd   = queries.Read("branch_add")
	sqlBranchCheck = queries.Read("branch_check")
)

// How many notes are added up at once: while somebody waits for it, for a moment at most, and while nobody does.
const (
	notesInPassing  = 2000
	patienceForSums = 500 * time.Millisecond
	notesAtOnce     = 200_000
)

// addUpInPassing adds up what was noted about branches, if that is little. A database that cannot be written, such as a
// standby, is left as it is.
func (s *Store) addUpInPassing(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patienceForSums)
	defer cancel()
	err := s.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := s.addUp(ctx, tx, notesInPassing)
		return err
	})
	if err != nil && !errors.Is(err, context.Canceled) {
		slog.WarnContext(ctx, "branches were not added up in passing", "error", err)
		return nil // who asks is told that they lag
	}
	return err
}

// KeepBranches adds up what is noted about branches, about once a second, until ctx ends. Several consoles on one
// database take turns.
func (s *Store) KeepBranches(ctx context.Context) {
	for {
		wait := time.Second
		var behind bool
		err := s.one(ctx, &behind, "select exists (select from branch_changes)")
		if behind {
			err = s.SettleBranches(ctx)
		}
		if err != nil && ctx.Err() == nil {
			slog.Warn("branches were not added up", "error", err)
			wait = 10 * time.Second
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// SettleBranches adds up all that is noted about branches by now, without a limit of time.
func (s *Store) SettleBranches(ctx context.Context) error {
	return wrap(s.Unlimited(ctx, s.settle), "settle branches")
}

// RebuildBranches counts every branch anew. Nobody is added or changed while everybody is noted, some seconds for a
// million people; the figures are whole again when it returns.
func (s *Store) RebuildBranches(ctx context.Context) error {
	return wrap(s.Unlimited(ctx, func(ctx context.Context, db *bun.DB) error {
		if _, err := db.ExecContext(ctx, "select recount_branches()"); err != nil {
			return err
		}
		return s.settle(ctx, db)
	}), "rebuild branches")
}

func (s *Store) settle(ctx context.Context, db *bun.DB) error {
	for taken := notesAtOnce; taken == notesAtOnce; {
		err := db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) (err error) {
			taken, err = s.addUp(ctx, tx, notesAtOnce)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// CheckBranches says of how many people the branch is kept wrongly. It counts everybody, in one statement, while others
// go on.
func (s *Store) CheckBranches(ctx context.Context) (wrong int64, err error) {
	err = s.Unlimited(ctx, func(ctx context.Context, db *bun.DB) error {
		return db.DB.QueryRowContext(ctx, sqlBranchCheck).Scan(&wrong)
	})
	return wrong, wrap(err, "check branches")
}
