package invitations

import (
	"context"

	"roster/models"
	"roster/views/dialect"
	"roster/views/layout"
)

type listJSON struct {
	dialect.Page[invitation]

	States map[models.InvitationState]int64 `json:"states"`
}

// ListJSON is one page of invitations for a program.
func ListJSON(ctx context.Context, l *Listing) any {
	p := listJSON{States: map[models.InvitationState]int64{}}
	p.Count, p.Results = l.Found(), each(l.Invitations, invitationOf)
	p.Next, p.Previous = absolute(ctx, l.older()), absolute(ctx, l.newer())
	for _, state := range models.InvitationStates {
		p.States[state] = l.Counts[state]
	}
	return p
}

// ShowJSON is one invitation for a program. The link is told where it was made just now and not mailed.
func ShowJSON(_ context.Context, t *Told) any {
	type told struct {
		invitation

		Users  []person `json:"users"`
		Frozen bool     `json:"frozen"`
		Link   *string  `json:"link"`
	}
	return told{invitationOf(t.Invitation), each(t.People, personOf), t.Freeze != nil, dialect.Text(t.Link)}
}

type invitation struct {
	ID        int64   `json:"id"`
	Email     *string `json:"email"`
	State     string  `json:"state"`
	Inviter   person  `json:"inviter"`
	Group     *group  `json:"group"`
	Quota     int     `json:"quota"`
	Joined    int     `json:"joined"`
	Prefix    string  `json:"prefix"`
	Days      int     `json:"days"`
	CreatedBy *person `json:"created_by"`
	CreatedAt *string `json:"created_at"`
	ExpiresAt *string `json:"expires_at"`
	RevokedBy *person `json:"revoked_by"`
	RevokedAt *string `json:"revoked_at"`
	Sends     int     `json:"sends"`
	SentAt    *string `json:"sent_at"`
	SendError *string `json:"send_error"`
	Version   int64   `json:"version"`
}

type person struct {
	ID       int64  `json:"id"`
	Username string `json:"username"`
	Name     string `json:"name"`
}

type group struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

func invitationOf(i *models.Invitation) invitation {
	j := invitation{
		ID: i.ID, Email: dialect.Text(i.Email), State: string(i.State), Inviter: personOf(i.Inviter), Quota: i.Quota, Joined: i.Joined, Prefix: i.Prefix,
		Days: i.Days, CreatedBy: personIf(i.CreatedBy), CreatedAt: dialect.Time(i.CreatedAt), ExpiresAt: dialect.Time(i.ExpiresAt),
		RevokedBy: personIf(i.RevokedBy), RevokedAt: dialect.Time(i.RevokedAt), Sends: i.Sends, SentAt: dialect.Time(i.SentAt),
		SendError: dialect.Text(i.SendError), Version: i.Version,
	}
	if i.GroupID != 0 {
		j.Group = &group{i.GroupID, i.GroupName}
	}
	return j
}

func personOf(p models.Person) person { return person{p.ID, p.Username, p.Name()} }

func personIf(p *models.Person) *person {
	if p == nil {
		return nil
	}
	return new(personOf(*p))
}

// absolute is an address of this console with its origin, null where there is none.
func absolute(ctx context.Context, address string) *string {
	return dialect.URL(layout.From(ctx).Origin, address)
}

// each makes a list of another kind; it is never null.
func each[T, U any](list []T, of func(T) U) []U {
	made := make([]U, len(list))
	for i, one := range list {
		made[i] = of(one)
	}
	return made
}
