package models

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/uptrace/bun"
)

// smallJob is about how many people are collected, and looked at again, while somebody waits.
const smallJob = 2000

// DraftJob writes down whom a job would be about, and does nothing to them yet. A large set is collected by KeepJobs.
func (s *Store) DraftJob(ctx context.Context, who *Viewer, kind JobKind, about JobAbout) (*Job, error) {
	var id int64
	err := s.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var head struct {
			ID, Size        int64
			InviterID       int64
			IsAdmin, Frozen bool
		}
		err := tx.NewRaw(`select u.id, coalesce(b.size, 0) as size, coalesce(u.inviter_id, 0) as inviter_id, u.is_admin,
				exists (select from invitation_freezes f where f.user_id = u.id) as frozen
			from users u left join branches b on b.user_id = u.id where u.id = ? for key share of u`, about.UserID).Scan(ctx, &head)
		if err != nil {
			return err
		}
		under, faults, err := s.newPlace(ctx, tx, kind, about, head.InviterID)
		if err != nil {
			return err
		}
		if !who.MayAct(kind, &User{ID: head.ID, IsAdmin: head.IsAdmin}, under) {
			return ErrForbidden
		}
		if faults = faults.And(about.faults(kind)); len(faults) > 0 {
			return faults
		}
		expected, leaveOut := int64(1), ""
		switch {
		case kind == DeactivateBranch:
			expected += head.Size
		case kind == FreezeBranch && head.Frozen:
			leaveOut = "frozen"
		}
		if id, err = s.insertJob(ctx, tx, kind, about, 0, expected); err != nil {
			return err
		}
		return s.beginJob(ctx, tx, id, leaveOut)
	})
	if err != nil {
		return nil, wrap(err, "draft a job about user %d", about.UserID)
	}
	return s.collected(ctx, id)
}

// faults says what of the options cannot be used.
func (a *JobAbout) faults(kind JobKind) Invalid {
	faults := Invalid{}
	a.Reason = strings.TrimSpace(a.Reason)
	switch {
	case kind == FreezeBranch && a.Reason == "":
		faults["reason"] = []string{"Say why, in a line: whoever finds their links closed is told."}
	case unreadable(a.Reason) != "" || utf8.RuneCountInString(a.Reason) > maxReason || strings.ContainsAny(a.Reason, "\r\n"):
		faults["reason"] = []string{"Give the reason in one line of at most 500 characters."}
	}
	for _, whom := range a.Except {
		if !slices.Contains(Exceptions, whom) {
			faults["except"] = []string{"Select a valid choice. " + whom + " is not one of the available choices."}
		}
	}
	if !slices.Contains(JobKinds, kind) {
		faults["action"] = []string{"Choose what to do: freeze, deactivate or move."}
	}
	return faults
}

// newPlace reads under whom somebody is to be moved, and says what keeps them from standing there.
func (s *Store) newPlace(ctx context.Context, tx bun.Tx, kind JobKind, about JobAbout, inviter int64) (under *User, faults Invalid, err error) {
	if kind != MovePerson {
		return nil, nil, nil
	}
	if about.InviterID == inviter {
		return nil, Invalid{"inviter": {"They stand there already."}}, nil
	}
	if about.InviterID == 0 {
		return nil, nil, nil
	}
	under = new(User)
	err = tx.NewRaw("select id, username, first_name, last_name, is_admin from users where id = ? for key share", about.InviterID).Scan(ctx, under)
	if errors.Is(translate(err), ErrNotFound) {
		return nil, Invalid{"inviter": {"There is nobody with this id."}}, nil
	}
	if err != nil {
		return nil, nil, err
	}
	var within bool
	err = tx.NewRaw(`with recursive up (id, inviter_id) as (
			select u.id, u.inviter_id from users u where u.id = ?0
			union
			select u.id, u.inviter_id from up join users u on u.id = up.inviter_id)
		select exists (select from up where id = ?1)`, about.InviterID, about.UserID).Scan(ctx, &within)
	switch {
	case err != nil:
		return nil, nil, err
	case about.InviterID == about.UserID:
		faults = Invalid{"inviter": {"Nobody is their own inviter."}}
	case within:
		faults = Invalid{"inviter": {"A branch cannot hang under a part of itself, and " + under.Name() + " stands in this one."}}
	}
	return under, faults, nil
}

// insertJob writes down a job whose set is not yet known.
func (s *Store) insertJob(ctx context.Context, tx bun.Tx, kind JobKind, about JobAbout, undoOf, expected int64) (id int64, err error) {
	a := actor(ctx)
	text := jsonText(about)
	err = tx.NewRaw(`insert into jobs (kind, about, undo_of, expected, walked, fingerprint, actor_id, door)
		values (?0, ?1::jsonb, nullif(?2, 0), ?3, case ?2 when 0 then 1 else 0 end, hashtextextended(?0 || ?1::jsonb::text || ?2, 0), nullif(?4, 0), ?5)
		returning id`,
		string(kind), text, undoOf, expected, a.ID, a.Door).Scan(ctx, &id)
	return id, err
}
