package invites

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"roster/models"
	"roster/views/layout"
)

// JSON is a branch for programs: the way down to its head, its figures, and a page of those in it. In the table's view
// results are everybody below, else those whom the head invited.
func JSON(ctx context.Context, b *Branch) any {
	list := b.Tree.Lists[b.ID]
	more := b.Tree.More[b.ID]
	switch b.View {
	case TableView:
		list, more = b.Below, b.More
	case MapView:
		list = b.Map.Nodes
	}
	answer := branchJSON{
		personJSON: personOf(b.Person),
		Depth:      b.Ancestry.Depth,
		Path:       []personJSON{},
		Count:      b.InviteesCount,
		Branch:     figuresOf(b.Invitee.Branch),
		Behind:     b.Behind,
		Results:    []inviteeJSON{},
	}
	if root := b.Ancestry.Root; root != nil && !b.Ancestry.Endless {
		answer.Path = append(answer.Path, personOf(*root))
	}
	for _, p := range b.Ancestry.Near {
		answer.Path = append(answer.Path, personOf(p))
	}
	for _, i := range list {
		answer.Results = append(answer.Results, inviteeJSON{personOf(i.Person), i.InviterID, max(i.Level, 1), i.IsActive, i.EmailVerified,
			moment(i.CreatedAt), i.InviteesCount, figuresOf(i.Branch)})
	}
	if more && len(list) > 0 {
		f := layout.From(ctx)
		if u, err := url.Parse(f.Origin + f.Path); err == nil {
			q := u.Query()
			q.Set("after", strconv.FormatInt(list[len(list)-1].ID, 10))
			u.RawQuery = q.Encode()
			next := u.String()
			answer.Next = &next
		}
	}
	return answer
}

type branchJSON struct {
	personJSON
	Depth   int           `json:"depth"` // how many people stand above
	Path    []personJSON  `json:"path"`  // the root, and the nearest of them
	Branch  figuresJSON   `json:"branch"`
	Behind  bool          `json:"branches_behind"`
	Count   int64         `json:"invitees_count"`
	Next    *string       `json:"next"`
	Results []inviteeJSON `json:"results"`
}

type personJSON struct {
	ID       int64  `json:"id"`
	Username string `json:"username"`
	Name     string `json:"full_name"`
}

type inviteeJSON struct {
	personJSON
	InviterID     int64       `json:"inviter"`
	Level         int         `json:"level"`
	IsActive      bool        `json:"is_active"`
	EmailVerified bool        `json:"is_email_verified"`
	Joined        *string     `json:"date_joined"`
	InviteesCount int64       `json:"invitees_count"`
	Branch        figuresJSON `json:"branch"`
}

type figuresJSON struct {
	Size       int64   `json:"size"`
	Active     int64   `json:"active"`
	Verified   int64   `json:"verified"`
	Inactive   int64   `json:"deactivated"`
	Levels     int     `json:"levels"`
	LastJoined *string `json:"last_joined"`
}

func personOf(p models.Person) personJSON { return personJSON{p.ID, p.Username, p.FullName()} }

func figuresOf(b models.Branch) figuresJSON {
	return figuresJSON{b.Size, b.Active, b.Verified, b.Inactive(), b.Levels, moment(b.LastJoined)}
}

func moment(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	text := t.UTC().Format(time.RFC3339Nano)
	return &text
}
