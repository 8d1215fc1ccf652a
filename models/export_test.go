package models

import (
	"context"
	"time"
)

// Overheard tells a test of each question that the store asks on behalf of ctx, and of its arguments where they do not
// stand in it.
func Overheard(ctx context.Context, heard func(query string, args []any)) context.Context {
	return context.WithValue(ctx, tallyKey{}, &tallied{heard: heard})
}

// ManyAre says from how many people on they are counted stretch by stretch, after Sample.
func (s *Store) ManyAre(many float64) { s.grams.grams.many = many }

// Sample takes a sample of what is searched, however few people there are.
func (s *Store) Sample(ctx context.Context) error {
	g, err := s.sampleGrams(ctx, 0)
	s.grams.mu.Lock()
	defer s.grams.mu.Unlock()
	s.grams.grams, s.grams.next = g, time.Now().Add(sampleEvery)
	return err
}

// Plainly spells a word as Go folds it, where it is certain that SQL does so too.
func Plainly(word string) (text string, ok bool) { return plainly([]rune(unmarked.Replace(word))) }
