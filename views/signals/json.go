package signals

import (
	"context"

	"roster/models"
	"roster/views/dialect"
	"roster/views/layout"
)

// JSON is what stands out under somebody for a program.
func JSON(ctx context.Context, s *models.Signals) any {
	return struct {
		Inviter person   `json:"inviter"`
		Invited int64    `json:"invited"`
		Branch  int64    `json:"branch"`
		Results []signal `json:"results"`
	}{personOf(s.Inviter), s.Invited, s.Branch.Size, each(s.Found, func(s models.Signal) signal { return signalOf(ctx, s) })}
}

// signal is a sentence and the numbers in it; those that say nothing of its kind are left out.
type signal struct {
	Kind     string   `json:"kind"`
	Text     string   `json:"text"`
	Count    int64    `json:"count"`
	Of       *int64   `json:"of,omitempty"`
	Networks *int64   `json:"networks,omitempty"`
	Newest   int64    `json:"newest,omitempty"`
	Since    *string  `json:"since,omitempty"`
	Until    *string  `json:"until,omitempty"`
	Usual    *float64 `json:"usual_per_day,omitempty"`
	Mean     *float64 `json:"mean,omitempty"`
	Shared   string   `json:"shared,omitempty"`
	First    *person  `json:"first,omitempty"`
	Last     *person  `json:"last,omitempty"`
	Rows     *string  `json:"rows"`
}

func signalOf(ctx context.Context, s models.Signal) signal {
	j := signal{
		Kind: string(s.Kind), Text: Tell(s).String(), Count: s.Count, Newest: s.Newest, Since: dialect.Time(s.Since), Until: dialect.Time(s.Until),
		Shared: s.Text, Rows: dialect.URL(layout.From(ctx).Origin, rowsAddress(s)),
	}
	switch s.Kind {
	case models.SingleChain:
		j.First, j.Last = new(personOf(s.First)), new(personOf(s.Last))
	case models.TriedLater:
		j.Networks = &s.Of
	case models.Burst:
		j.Usual = &s.Usual
	case models.RareDomain, models.ManyDeactivated, models.ManyUnverified:
		j.Of, j.Mean = &s.Of, &s.Mean
	default:
		j.Of = &s.Of
	}
	return j
}

// BehindJSON is the rows behind a signal for a program; the signal is null where there is none.
func BehindJSON(ctx context.Context, r Rows) any {
	var told *signal
	if s := r.Signal(); s != nil {
		told = new(signalOf(ctx, *s))
	}
	if r.isTries() {
		return behind[try]{personOf(r.Inviter), told, each(r.Rows, tryOf)}
	}
	return behind[member]{personOf(r.Inviter), told, each(r.Rows, memberOf)}
}

type behind[T any] struct {
	Inviter person  `json:"inviter"`
	Signal  *signal `json:"signal"`
	Results []T     `json:"results"`
}

type person struct {
	ID       int64  `json:"id"`
	Username string `json:"username"`
	Name     string `json:"name"`
}

type member struct {
	person
	Email         *string `json:"email"`
	EmailVerified bool    `json:"email_verified"`
	MobileNumber  *string `json:"mobile_number"`
	IsActive      bool    `json:"is_active"`
	CreatedAt     *string `json:"created_at"`
}

type try struct {
	At         *string `json:"at"`
	Outcome    string  `json:"outcome"`
	Invitation *int64  `json:"invitation"`
	Network    string  `json:"network"`
}

func personOf(p models.Person) person { return person{p.ID, p.Username, p.Name()} }

func memberOf(r models.SignalRow) member {
	return member{personOf(r.Person), dialect.Text(r.Email), r.EmailVerified, dialect.Text(r.MobileNumber), r.IsActive, dialect.Time(r.CreatedAt)}
}

func tryOf(r models.SignalRow) try {
	t := try{At: dialect.Time(r.CreatedAt), Outcome: string(r.Outcome), Network: r.Network}
	if r.InvitationID != 0 {
		t.Invitation = &r.InvitationID
	}
	return t
}

// each makes a list of another kind; it is never null.
func each[T, U any](list []T, of func(T) U) []U {
	made := make([]U, len(list))
	for i, one := range list {
		made[i] = of(one)
	}
	return made
}
