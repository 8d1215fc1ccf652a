package models

import "slices"

// Viewer is who is asking: somebody signed in, or the owner of a token. It is read afresh at each request, so that
// what was taken away is gone at the next one.
type Viewer struct {
	ID        int64
	Username  string
	FirstName string
	LastName  string
	IsActive  bool
	IsStaff   bool
	IsAdmin   bool
	IsAuditor bool
	Codes     []int `bun:",array"` // every permission held, directly or through groups

	TokenID int64 `bun:",nullzero"` // 0: signed in by a session
	Unseen  bool  // the last use of the session or token was noted half a minute ago or more, by the database's clock
}

// Can says whether the viewer holds a permission. Admins hold all.
func (v *Viewer) Can(code int) bool { return v.IsAdmin || slices.Contains(v.Codes, code) }

// MayEnter says whether somebody may use the console: only active staff and admins.
func (v *Viewer) MayEnter() bool { return v.IsActive && (v.IsStaff || v.IsAdmin) }

// MaySee says whether the viewer may see everybody in the directory: admins, and staff with ReadUsers.
func (v *Viewer) MaySee() bool { return v.MayEnter() && v.Can(ReadUsers) }

// MayChange says whether the viewer may change somebody: nobody changes an admin but admins.
func (v *Viewer) MayChange(u *User) bool { return v.IsAdmin || !u.IsAdmin }

// MayInviteUnder says whether the viewer may have people join under somebody: under themself, and under whom they may
// change.
func (v *Viewer) MayInviteUnder(u *User) bool { return v.ID == u.ID || v.MayChange(u) }

// Name is what to call the viewer on a screen.
func (v *Viewer) Name() string { return nameOf(fullName(v.FirstName, v.LastName), v.Username) }
