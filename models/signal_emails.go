package models

import (
	"context"

	queries "roster/models/sql"
)

// When e-mail addresses that have something in common are a signal: half of all addresses; of one mailbox enough of them,
// since nobody has ten by chance. A domain must also be ten times as rare in the whole directory, as told by an even
// sample of it, less these people; of fewer than leastElsewhere nothing can be told.
const (
	emailsShare    = 0.5
	domainRare     = 10
	sampleSize     = 2_000
	leastElsewhere = 100
)

var (
	sqlEmails    = fill(queries.Read("signal_emails"), "siblings", queries.Read("signal_emails_siblings"))
	sqlEmailRows = fill(queries.Read("signal_email_rows", "signal_row_columns"), "siblings", queries.Read("signal_emails_siblings"))
)

func (s *Store) findEmails(ctx context.Context, around *Signals) ([]Signal, error) {
	if around.Invited < fewest {
		return nil, nil
	}
	var found []alike
	err := s.askAgain(ctx, &found, sqlEmails, around.Inviter.ID, siblingsSeen, sampleSize, around.Inviter.ID, fewest)
	for _, a := range found { // the narrowest first: what makes one mailbox makes the others too
		if a.standOut() {
			return []Signal{{Kind: a.Kind, Count: a.Count, Of: a.Of, Newest: around.newest(siblingsSeen), Text: a.Text, Mean: a.mean()}}, err
		}
	}
	return nil, err
}

// alike are e-mail addresses that have something in common.
type alike struct {
	shared
	Elsewhere int64 // how many of the sample have it too, if it is a domain
	Sample    int64
}

func (a alike) mean() float64 { return float64(a.Elsewhere) / float64(max(1, a.Sample)) }

func (a alike) standOut() bool {
	switch a.Kind {
	case OneMailbox:
		return a.Count >= fewest
	case RareDomain:
		return a.most(emailsShare) && a.Sample >= leastElsewhere && domainRare*a.mean()*float64(a.Of) <= float64(a.Count)
	}
	return a.most(emailsShare)
}

func (s *Store) emailRows(ctx context.Context, of Signal, limit int) (rows []SignalRow, err error) {
	err = s.askAgain(ctx, &rows, sqlEmailRows, of.Inviter.ID, siblingsSeen, string(of.Kind), of.Text, limit)
	return rows, err
}
