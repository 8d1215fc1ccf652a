package demo

import (
	"errors"
	"fmt"
)

// ErrForeign says that there are people, groups or permissions that no demo brought.
var ErrForeign = errors.New("this directory holds people, groups or permissions that are not a demo's: " +
	"give the demo a place of its own with another ROSTER_DATA or DATABASE_URL")

// OtherError says that another demo is there than the one asked for.
type OtherError struct {
	People int // how it was loaded
	Seed   uint64
}

func (e *OtherError) Error() string {
	return fmt.Sprintf("another demo is here: ask for it with --people %d --seed %d, "+
		"or give the new one a place of its own with another ROSTER_DATA or DATABASE_URL", e.People, e.Seed)
}

// wrap says what failed, except where the error is already an answer for who asked.
func wrap(err error) error {
	if _, other := errors.AsType[*OtherError](err); err == nil || other || errors.Is(err, ErrForeign) {
		return err
	}
	return fmt.Errorf("load the demo: %w", err)
}
