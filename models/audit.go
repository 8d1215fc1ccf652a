package models

import (
	"context"

	"github.com/uptrace/bun"
)

// Actor is on whose behalf something is done, and through which door.
type Actor struct {
	ID        int64  // 0: the command line, or nobody signed in
	Door      string // page, api, cli, demo
	RequestID string
	Address   string
}

type actorKey struct{}

// WithActor says who acts in ctx; the audit entries of what is done with it name them.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

func actor(ctx context.Context) Actor {
	a, _ := ctx.Value(actorKey{}).(Actor)
	return a
}

// Action is what an audit entry says was done.
type Action string

// The actions of this version.
const (
	SignedIn       Action = "signed_in"
	SignInRefused  Action = "sign_in_refused"
	SignedOut      Action = "signed_out"
	UserCreated    Action = "user_created"
	UserChanged    Action = "user_changed"
	InviteCodeMade Action = "invite_code_made"
	UsersExported  Action = "users_exported"
	UsersImported  Action = "users_imported"
	TokenCreated   Action = "token_created"
	ViewSaved      Action = "view_saved"
	ViewChanged    Action = "view_changed"
	ViewDeleted    Action = "view_deleted"
	DemoLoaded     Action = "demo_loaded"

	InvitationMade    Action = "invitation_made"
	InvitationResent  Action = "invitation_resent"
	InvitationRevoked Action = "invitation_revoked"
	InvitationsFrozen Action = "invitations_frozen"
	InvitationsThawed Action = "invitations_thawed"
	UserJoined        Action = "user_joined"

	JobBegun   Action = "job_begun"
	JobStopped Action = "job_stopped"
)

// change is a field in an audit entry: what it was and what it is now.
type change struct {
	Was any `json:"was"`
	Now any `json:"now"`
}

// audit notes what was done, in the transaction that does it. A secret is never among the changes: say that it changed.
func audit(ctx context.Context, db bun.IDB, action Action, target string, id int64, changes map[string]change) error {
	if changes == nil {
		changes = map[string]change{}
	}
	a := actor(ctx)
	entry := struct {
		bun.BaseModel `bun:"table:audit_entries"`

		ActorID    int64 `bun:",nullzero"`
		Action     Action
		TargetType string
		TargetID   int64 `bun:",nullzero"`
		Door       string
		RequestID  string
		Address    string
		Changes    map[string]change `bun:"type:jsonb"`
	}{ActorID: a.ID, Action: action, TargetType: target, TargetID: id, Door: a.Door, RequestID: a.RequestID, Address: a.Address, Changes: changes}
	_, err := db.NewInsert().Model(&entry).Exec(ctx)
	return err
}
