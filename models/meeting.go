package models

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Meeting finds whose token a key is and the person they ask for, in one statement: what TokenViewer and User find in
// two. A token that is unknown, expired or revoked is ErrNotFound; the person is nil where there is none with that id.
//
// Programs ask this thousands of times a second, so its row is read without looking for the names of its columns.
func (s *Store) Meeting(ctx context.Context, key string, id int64) (*Viewer, *User, error) {
	v, u := new(Viewer), new(User)
	var codes ints
	found, err := s.row(ctx, sqlMeeting, []any{tokenHash(key), id}, append([]any{
		&v.ID, &v.Username, maybe[string]{&v.FirstName}, maybe[string]{&v.LastName}, &v.IsActive, &v.IsStaff, &v.IsAdmin, &v.IsAuditor,
		&codes, &v.TokenID, &v.Unseen}, u.columns()...)...)
	if err == nil && !found {
		err = ErrNotFound
	}
	if err != nil {
		return nil, nil, wrap(err, "meeting with user %d", id)
	}
	v.Codes = codes
	if u.ID == 0 {
		u = nil
	}
	return v, u, nil
}

// Self is Meeting for somebody who asks for themself, and reads of them only what document 004 tells and what decides
// whether they may enter.
func (s *Store) Self(ctx context.Context, key string) (*Viewer, *User, error) {
	u, v := new(User), new(Viewer)
	var groups ints
	found, err := s.row(ctx, sqlSelf, []any{tokenHash(key)},
		&v.TokenID, &v.Unseen, &u.ID, &u.Username, maybe[string]{&u.MobileNumber}, maybe[string]{&u.Email}, maybe[string]{&u.Avatar},
		maybe[string]{&u.FirstName}, maybe[string]{&u.LastName}, maybe[string]{&u.Gender}, &u.IsActive, &u.IsStaff, &u.IsAdmin, &u.IsAuditor,
		maybe[time.Time]{&u.LastLogin}, &u.CreatedAt, &groups)
	if err == nil && !found {
		err = ErrNotFound
	}
	if err != nil {
		return nil, nil, wrap(err, "self")
	}
	for _, id := range groups {
		u.Groups = append(u.Groups, Group{ID: int64(id)})
	}
	v.ID, v.Username, v.FirstName, v.LastName = u.ID, u.Username, u.FirstName, u.LastName
	v.IsActive, v.IsStaff, v.IsAdmin, v.IsAuditor = u.IsActive, u.IsStaff, u.IsAdmin, u.IsAuditor
	return v, u, nil
}

// row reads the columns of the only row of a query, in their order; false where there is no row.
func (s *Store) row(ctx context.Context, query string, args []any, columns ...any) (found bool, err error) {
	err = s.rows(ctx, query, args, func() []any {
		found = true
		return columns
	})
	return found, err
}

// rows reads the columns of each row of a query into the places that next gives for it.
func (s *Store) rows(ctx context.Context, query string, args []any, next func() []any) error {
	tally(ctx)
	ctx, cancel := context.WithTimeout(ctx, statementTime)
	defer cancel()
	rows, err := s.db.DB.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(next()...); err != nil {
			return err
		}
	}
	return rows.Err()
}

// columns are the places of the columns of user_columns.sql and invitee_columns.sql, in their order. All of them are
// null where there is nobody.
func (u *User) columns() []any {
	return []any{
		maybe[int64]{&u.ID}, maybe[string]{&u.Username}, maybe[string]{&u.Email}, maybe[string]{&u.MobileNumber},
		maybe[string]{&u.FirstName}, maybe[string]{&u.LastName}, maybe[string]{&u.Gender}, maybe[string]{&u.Avatar},
		day{&u.DateOfBirth}, maybe[string]{&u.LanguageCode}, maybe[string]{&u.UserType},
		maybe[bool]{&u.IsActive}, maybe[bool]{&u.IsStaff}, maybe[bool]{&u.IsAdmin}, maybe[bool]{&u.IsAuditor},
		maybe[bool]{&u.IsAnonymized}, maybe[bool]{&u.EmailVerified}, maybe[bool]{&u.ProfileCompleted},
		maybe[bool]{&u.EmailAllowed}, maybe[bool]{&u.SMSAllowed}, maybe[bool]{&u.CallAllowed},
		(*[]byte)(&u.Attributes), (*[]byte)(&u.AttributesKwargs), (*[]byte)(&u.LocalizedAttributes), (*[]byte)(&u.LocalizedAttributesKwargs),
		maybe[string]{&u.ExternalAccount}, maybe[string]{&u.LDAPDN}, maybe[int64]{&u.InviterID}, maybe[string]{&u.InviteCode},
		maybe[time.Time]{&u.LastLogin}, maybe[time.Time]{&u.CreatedAt}, maybe[time.Time]{&u.UpdatedAt}, maybe[int64]{&u.Version},
		&u.IsOnline, maybe[int64]{&u.InviteesCount},
		perhaps{&u.Inviter}, &u.Groups, &u.Permissions, &u.Invitees,
	}
}

// maybe is a column that may be null, which leaves the zero value.
type maybe[T any] struct{ to *T }

// Scan implements sql.Scanner.
func (m maybe[T]) Scan(column any) error {
	switch value := column.(type) {
	case nil:
	case T:
		*m.to = value
	default:
		return fmt.Errorf("a column is %T, not %T", column, *m.to)
	}
	return nil
}

// day is a date that may be null. The driver gives it as text.
type day struct{ to *time.Time }

// Scan implements sql.Scanner.
func (d day) Scan(column any) (err error) {
	if text, ok := column.(string); ok {
		*d.to, err = time.Parse(time.DateOnly, text)
	}
	return err
}

// perhaps is a column of a person, who may be nobody.
type perhaps struct{ to **Person }

// Scan implements sql.Scanner.
func (p perhaps) Scan(column any) error {
	if column == nil {
		return nil
	}
	*p.to = new(Person)
	return (*p.to).Scan(column)
}

// ints is an array of integers.
type ints []int

// Scan implements sql.Scanner.
func (a *ints) Scan(column any) error {
	text, _ := column.([]byte)
	for n, i := 0, 1; i < len(text); i++ { // {1,22,333}
		if c := text[i]; c >= '0' && c <= '9' {
			n = n*10 + int(c-'0')
		} else if i > 1 {
			*a, n = append(*a, n), 0
		}
	}
	return nil
}

var _ sql.Scanner = (*ints)(nil)
