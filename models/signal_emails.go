package models

import (
	"context"

	queries "roster/models/sql"
)

// When e-mail addresses that have something in common are a signal: half of all addresses. A domain must also be one
// that is ten times as rare in the whole directory, as told by an even sample of it, less these people; of fewer than
// leastElsewhere nothing can be told.
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
	var found []struct {
		shared
		Elsewhere int64 // how many of the sample have it too
		Sample    int64
	}
	err := s.askAgain(ctx, &found, sqlEmails, around.Inviter.ID, siblingsSeen, sampleSize, around.Inviter.ID, fewest)
	for _, of := range found { // the narrowest first: what makes one mailbox makes the others too
		mean := float64(of.Elsewhere) / float64(max(1, of.Sample))
		rare := of.Sample >= leastElsewhere && domainRare*mean*float64(of.Of) <= float64(of.Count)
		if of.most(emailsShare) && (of.Kind != RareDomain || rare) {
			return []Signal{{Kind: of.Kind, Count: of.Count, Of: of.Of, Newest: around.newest(siblingsSeen), Text: of.Text, Mean: mean}}, err
		}
	}
	return nil, err
}

func (s *Store) emailRows(ctx context.Context, of Signal, limit int) (rows []SignalRow, err error) {
	err = s.askAgain(ctx, &rows, sqlEmailRows, of.Inviter.ID, siblingsSeen, string(of.Kind), of.Text, limit)
	return rows, err
}
