package handlers

import (
	"context"
	"iter"
	"net/http"
	"slices"
	"strconv"

	"roster/models"
	"roster/views/invites"
	"roster/web"
)

// branch is somebody's branch of the forest, in the view that the address names.
func (h handler) branch(r *http.Request) (*invites.Branch, error) {
	id, err := web.ID(r)
	if err != nil {
		return nil, err
	}
	b := &invites.Branch{View: invites.TreeView}
	if view := web.Param(r, "view"); invites.IsView(view) {
		b.View = invites.View(view)
	} else if view != "" {
		return nil, models.Invalid{"view": {"Must be one of tree, table and map."}}
	}
	if b.After, err = number(r, "after"); err != nil {
		return nil, err
	}
	ctx := r.Context()
	if b.Invitee, b.Behind, err = h.store.Head(ctx, id); err != nil {
		return nil, err
	}
	if b.Ancestry, err = h.store.Ancestry(ctx, id, nearInviters); err != nil {
		return nil, err
	}
	switch b.View {
	case invites.TableView:
		b.Below, b.More, err = h.store.Below(ctx, id, b.After, invites.PageSize)
	case invites.MapView:
		b.Map.Total = b.Size
		b.Map.Nodes, err = h.store.Biggest(ctx, id, invites.MapSize(b.Size), invites.MapLevels, invites.MapNodes)
	default:
		b.Tree, err = h.tree(r, b.Invitee, b.After)
	}
	return b, err
}

// tree is the part of somebody's branch that an address opens: those whom they invited after one of them, and below
// them the people named by the parameter open.
func (h handler) tree(r *http.Request, root models.Invitee, after int64) (invites.Tree, error) {
	t := invites.Tree{Root: root.ID, Count: root.InviteesCount, After: after}
	asked := r.URL.Query()["open"]
	if len(asked) > invites.MaxOpen {
		return t, models.Invalid{"open": {"At most " + strconv.Itoa(invites.MaxOpen) + " branches can be open at once."}}
	}
	for _, text := range asked {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil || id < 1 {
			return t, models.Invalid{"open": {"A valid integer is required."}}
		}
		if id != root.ID && !slices.Contains(t.Open, id) {
			t.Open = append(t.Open, id)
		}
	}
	level, err := number(r, "level")
	if err != nil {
		return t, err
	}
	t.Level = int(min(level, invites.Deepest))
	t.Lists, t.More, err = h.store.Invitees(r.Context(), append([]int64{root.ID}, t.Open...), after, invites.PageSize)
	return t, err
}

// number reads a parameter that counts something, 0 where there is none.
func number(r *http.Request, name string) (int64, error) {
	text := web.Param(r, name)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, models.Invalid{name: {"A valid integer is required."}}
	}
	return n, nil
}

// branchCSV is everybody in a branch, as a tree is read.
func (h handler) branchCSV(_ *http.Request, b *invites.Branch) web.Table {
	return web.Table{Name: "branch-" + strconv.FormatInt(b.ID, 10), Head: invites.CSVHead, Rows: func(ctx context.Context) iter.Seq2[[]string, error] {
		return func(yield func([]string, error) bool) {
			for i, err := range h.store.EachBelow(ctx, b.ID, b.After) {
				if err != nil {
					yield(nil, err)
					return
				}
				if !yield(invites.CSVRow(i), nil) {
					return
				}
			}
		}
	}}
}
