package models

import (
	"context"
	"slices"
	"time"
)

// SignalRow is one of the rows behind a signal: a person, or a try at a code or a link.
type SignalRow struct {
	Person

	Email         string
	EmailVerified bool
	MobileNumber  string
	CreatedAt     time.Time // when they joined, or when it was tried

	Outcome      Outcome // of a try: why it was turned away
	InvitationID int64   // 0: a code
	Network      string  // from which it came
}

// SignalRows is a signal of one kind about the people under somebody, and the rows behind it.
type SignalRows struct {
	*Signals
	Kind SignalKind
	Rows []SignalRow
}

// Signal is the signal, nil where there is none of this kind, or none any more.
func (r SignalRows) Signal() *Signal {
	if i := slices.IndexFunc(r.Found, func(f Signal) bool { return f.Kind == r.Kind }); i >= 0 {
		return &r.Found[i]
	}
	return nil
}

// SignalRows looks for signals of one kind and reads the rows behind it, limit of them.
func (s *Store) SignalRows(ctx context.Context, id int64, kind SignalKind, limit int) (SignalRows, error) {
	r := SignalRows{Kind: kind}
	at := slices.IndexFunc(signalLooks, func(l signalLook) bool { return slices.Contains(l.kinds, kind) })
	if at < 0 {
		return r, wrap(ErrNotFound, "signal %q", kind)
	}
	var err error
	if r.Signals, err = s.around(ctx, id); err == nil {
		err = r.add(signalLooks[at].find(s, ctx, r.Signals))
	}
	if found := r.Signal(); err == nil && found != nil {
		r.Rows, err = signalLooks[at].rows(s, ctx, *found, limit)
	}
	return r, wrap(err, "signal %s of user %d", kind, id)
}
