package models

import (
	"context"

	"github.com/uptrace/bun"

	queries "roster/models/sql"
)

// MayAct says whether the viewer may do something of a kind to somebody's branch, and move it under another, nil where
// there is none: admins may, and staff with UpdateUsers who may change those two; but who may sign in is for admins alone
// to say. Pages, programs and the jobs themselves ask this, at each batch anew.
func (v *Viewer) MayAct(kind JobKind, head, under *User) bool {
	switch {
	case !v.MaySee() || !v.Can(UpdateUsers), !v.MayChange(head):
		return false
	case kind == DeactivateBranch:
		return v.IsAdmin
	case kind == MovePerson && under != nil:
		return v.MayInviteUnder(under)
	}
	return true
}

// MayDo is MayAct for a job. Who may move somebody away from an inviter may also move them back there.
func (v *Viewer) MayDo(j *Job) bool {
	head, under := &User{ID: j.About.UserID, IsAdmin: j.HeadIsAdmin}, &User{ID: j.About.InviterID, IsAdmin: j.UnderIsAdmin}
	if j.About.InviterID == 0 || j.IsUndo() {
		under = nil
	}
	return v.MayAct(j.Kind, head, under)
}

// Drafted says whether it was the viewer who asked for a job: only they say yes to what they were shown.
func (v *Viewer) Drafted(j *Job) bool { return j.Actor != nil && j.Actor.ID == v.ID }

var sqlViewerOfUser = queries.Read("viewer_of_user", "viewer_columns")

// actorOf reads who does a job, as they are now and stay until the transaction ends. Nobody takes their rights meanwhile.
func (s *Store) actorOf(ctx context.Context, tx bun.Tx, j *Job) (*Viewer, error) {
	var found []*Viewer
	if j.Actor != nil {
		if err := s.in(ctx, tx, &found, sqlViewerOfUser, j.Actor.ID); err != nil {
			return nil, err
		}
	}
	if len(found) == 0 {
		return new(Viewer), nil // who is gone may nothing
	}
	return found[0], nil
}
