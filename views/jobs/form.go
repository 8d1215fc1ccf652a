// Package jobs draws what is done to many people at once: the form that acts on a branch, the page of a job from its
// preview to its undoing, the list of jobs, and JSON and CSV of them.
package jobs

import (
	"context"
	"slices"
	"strings"

	"roster/models"
	"roster/views/layout"
)

// Form is what somebody may do with a branch, as it was typed.
type Form struct {
	Head   *models.User
	Branch models.Branch
	Freeze *models.Freeze // keeps the branch from inviting; nil: nothing does

	Action  models.JobKind // which of them was tried
	Except  []string
	Inviter string // a username or an id; "": nobody
	Reason  string
	Errors  models.Invalid
}

// may says whether the viewer may do something with the branch.
func (f *Form) may(ctx context.Context, kind models.JobKind) bool {
	return layout.From(ctx).Viewer.MayAct(kind, f.Head, nil)
}

// frozen says whether the head itself is frozen, and not by somebody above.
func (f *Form) frozen() bool { return f.Freeze != nil && f.Freeze.Person.ID == f.Head.ID }

func (f *Form) fault(name string) string { return strings.Join(f.Errors[name], " ") }

func (f *Form) leaves(whom string) bool { return slices.Contains(f.Except, whom) }

// below says how many stand below the head.
func (f *Form) below() string {
	if f.Branch.Size == 0 {
		return f.Head.Name() + " alone: nobody stands below"
	}
	return f.Head.Name() + " and " + people(f.Branch.Size) + " below"
}

// FormJSON is what a program is told that would act on a branch.
func FormJSON(ctx context.Context, f *Form) any {
	told := struct {
		User     int64            `json:"user"`
		Size     int64            `json:"size"`
		Active   int64            `json:"active"`
		Verified int64            `json:"verified"`
		Frozen   bool             `json:"frozen"`
		Actions  []models.JobKind `json:"actions"`
	}{f.Head.ID, f.Branch.Size, f.Branch.Active, f.Branch.Verified, f.Freeze != nil, []models.JobKind{}}
	for _, kind := range models.JobKinds {
		if f.may(ctx, kind) {
			told.Actions = append(told.Actions, kind)
		}
	}
	return told
}
