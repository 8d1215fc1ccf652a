package models

import (
	"context"
	"time"
)

// NearMisses is how many people are named who were perhaps meant, and nearPatience how long they are looked for.
const (
	NearMisses   = 5
	nearPatience = 400 * time.Millisecond
)

// Near finds whom a search that found nobody may have meant: the people who fulfil its filters and have something in
// their names, username or e-mail address that is spelled like what was typed. Where that takes long, it is nobody.
func (s *Store) Near(ctx context.Context, q UserQuery) ([]Person, error) {
	if !legible(q.Search) {
		return nil, nil
	}
	short, cancel := context.WithTimeout(ctx, nearPatience)
	defer cancel()
	which := all(q.conditions()...)
	args := append(append([]any{q.Search}, which.args...), NearMisses)
	var people []Person
	err := s.db.NewRaw(fill(sqlNear, "which", which.sql), args...).Scan(short, &people)
	if err != nil && short.Err() != nil && ctx.Err() == nil {
		return nil, nil
	}
	return people, wrap(err, "near misses")
}
