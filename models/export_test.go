package models

import "github.com/uptrace/bun"

// Hook lets a test see what a store asks.
func (s *Store) Hook(h bun.QueryHook) { s.db = s.db.WithQueryHook(h) }
