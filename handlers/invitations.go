package handlers

import (
	"context"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"roster/models"
	"roster/views/invitations"
	"roster/web"
)

// invitations is one page of the invitations there are.
func (h handler) invitations(r *http.Request) (*invitations.Listing, error) {
	q := models.InvitationQuery{Search: strings.TrimSpace(web.Param(r, "q")), Limit: invitations.PageSize}
	faults := models.Invalid{}
	if state := models.InvitationState(web.Param(r, "state")); state == "" || slices.Contains(models.InvitationStates, state) {
		q.State = state
	} else {
		faults["state"] = []string{"Select a valid choice. " + string(state) + " is not one of the available choices."}
	}
	for name, place := range map[string]*int64{"inviter": &q.Inviter, "after": &q.After, "before": &q.Before} {
		text := web.Param(r, name)
		if text == "" {
			continue
		}
		if n, err := strconv.ParseInt(text, 10, 64); err == nil && n > 0 {
			*place = n
		} else {
			faults[name] = []string{"Enter a number."}
		}
	}
	if limit, err := strconv.Atoi(web.Param(r, "limit")); err == nil && limit > 0 {
		q.Limit = min(limit, invitations.MostPage)
	}
	if q.After != 0 && q.Before != 0 {
		faults["before"] = []string{"Ask for what comes after a place or before one, not for both."}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	page, err := h.store.Invitations(r.Context(), q)
	return &invitations.Listing{InvitationPage: page}, err
}

// invitationsCSV is every invitation that the list shows on all its pages.
func (h handler) invitationsCSV(_ *http.Request, l *invitations.Listing) web.Table {
	return web.Table{Name: "invitations", Head: invitations.CSVHead, Rows: func(ctx context.Context) iter.Seq2[[]string, error] {
		return func(yield func([]string, error) bool) {
			for i, err := range h.store.EachInvitation(ctx, l.Query) {
				if err != nil {
					yield(nil, err)
					return
				}
				if !yield(invitations.CSVRow(i), nil) {
					return
				}
			}
		}
	}}
}

// invitation is one of them, and what keeps people from joining by it.
func (h handler) invitation(r *http.Request) (*invitations.Told, error) {
	id, err := web.ID(r)
	if err != nil {
		return nil, err
	}
	i, err := h.store.Invitation(r.Context(), id)
	if err != nil {
		return nil, err
	}
	return h.tell(r.Context(), i)
}

// tell adds to an invitation whether its inviter is frozen.
func (h handler) tell(ctx context.Context, i *models.Invitation) (t *invitations.Told, err error) {
	t = &invitations.Told{Invitation: i}
	t.Freeze, err = h.store.Frozen(ctx, i.Inviter.ID)
	return t, err
}
