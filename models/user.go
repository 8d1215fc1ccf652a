package models

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

// User is a person in the directory. An absent text is "", an absent time the zero time.
type User struct {
	bun.BaseModel `bun:"table:users,alias:u"`

	ID           int64 `bun:",pk,autoincrement"`
	Username     string
	Email        string    `bun:",nullzero"`
	MobileNumber string    `bun:",nullzero"`
	FirstName    string    `bun:",nullzero"`
	LastName     string    `bun:",nullzero"`
	Gender       string    `bun:",nullzero"` // male, female, other, non-binary
	Avatar       string    `bun:",nullzero"` // an http(s) URL, or a path on this console
	DateOfBirth  time.Time `bun:"type:date,nullzero"`
	LanguageCode string    `bun:",nullzero"`
	UserType     string    // guest, registered

	IsActive         bool
	IsStaff          bool
	IsAdmin          bool
	IsAuditor        bool
	IsAnonymized     bool
	EmailVerified    bool
	ProfileCompleted bool
	EmailAllowed     bool
	SMSAllowed       bool `bun:"sms_allowed"`
	CallAllowed      bool

	Attributes                json.RawMessage `bun:"type:jsonb"` // always an object, as the next three
	AttributesKwargs          json.RawMessage `bun:"type:jsonb"`
	LocalizedAttributes       json.RawMessage `bun:"type:jsonb"`
	LocalizedAttributesKwargs json.RawMessage `bun:"type:jsonb"`

	ExternalAccount string `bun:",nullzero"` // ldap, social, enterprise
	LDAPDN          string `bun:"ldap_dn"`

	InviterID  int64  `bun:",nullzero"`
	InviteCode string `bun:",nullzero"`

	LastLogin time.Time `bun:",nullzero"`
	CreatedAt time.Time
	UpdatedAt time.Time
	Version   int64

	// What Store.User and Store.Users read besides the row.
	IsOnline      bool        `bun:",scanonly"` // seen within five minutes
	InviteesCount int64       `bun:",scanonly"`
	Inviter       *Person     `bun:",scanonly"`
	Invitees      People      `bun:",scanonly"` // the first hundred by id
	Groups        Groups      `bun:",scanonly"` // by id; only ID and Name are read
	Permissions   Permissions `bun:",scanonly"` // direct grants, by code
}

// FullName is first and last name, or "" where neither is known.
func (u *User) FullName() string { return fullName(u.FirstName, u.LastName) }

// Name is what to call somebody on a screen: the full name, else the username.
func (u *User) Name() string { return nameOf(u.FullName(), u.Username) }

// Person is who somebody is, in short.
func (u *User) Person() Person {
	return Person{ID: u.ID, Username: u.Username, FirstName: u.FirstName, LastName: u.LastName, IsActive: u.IsActive}
}

// IsColleague says whether somebody works with the console: only colleagues are found at /api/users/:id
// (document 001, Note).
func (u *User) IsColleague() bool { return u.IsStaff || u.IsAdmin }

// Person is who somebody is, in short: enough for a link.
type Person struct {
	ID        int64
	Username  string
	FirstName string
	LastName  string
	IsActive  bool
}

// FullName is first and last name, or "" where neither is known.
func (p Person) FullName() string { return fullName(p.FirstName, p.LastName) }

// Name is what to call somebody on a screen: the full name, else the username.
func (p Person) Name() string { return nameOf(p.FullName(), p.Username) }

func fullName(first, last string) string { return strings.TrimSpace(first + " " + last) }

func nameOf(full, username string) string {
	if full != "" {
		return full
	}
	return username
}

// User reads one person with groups, direct permissions, inviter and first invitees, in one statement.
func (s *Store) User(ctx context.Context, id int64) (*User, error) {
	return s.user(ctx, "u.id = $1", id)
}

// UserByName is User for a username, which compares without regard to case.
func (s *Store) UserByName(ctx context.Context, username string) (*User, error) {
	return s.user(ctx, `lower(u.username) = lower($1 collate "C")`, username)
}

func (s *Store) user(ctx context.Context, which string, key any) (*User, error) {
	u := new(User)
	err := s.one(ctx, u, fill(sqlUser, "which", which), key)
	return u, wrap(err, "user %v", key)
}
