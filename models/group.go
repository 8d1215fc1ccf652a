package models

// Group is a named set of people. Who is in a group holds what it grants, and what the groups above it grant.
type Group struct {
	ID   int64
	Name string
}
