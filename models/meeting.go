package models

import (
	"context"
	"time"
)

// Meeting finds whose token a key is and the person they ask for, in one statement: what TokenViewer and User find in
// two. A token that is unknown, expired or revoked is ErrNotFound; the person is nil where there is none with that id.
//
// Programs ask this thousands of times a second, so its row is read without looking for the names of its columns.
func (s *Store) Meeting(ctx context.Context, key string, id int64, around Around) (*Viewer, *User, error) {
	v, u := new(Viewer), new(User)
	var codes ints
	query := sqlMeeting
	if around == Nobody {
		query = sqlMeetingAlone
	} else {
		around = Invitees
	}
	found, err := s.row(ctx, query, []any{tokenHash(key), id}, append([]any{
		&v.ID, &v.Username, maybe[string]{&v.FirstName}, maybe[string]{&v.LastName}, &v.IsActive, &v.IsStaff, &v.IsAdmin, &v.IsAuditor,
		&codes, &v.TokenID, &v.Unseen}, around.columns(u)...)...)
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

// columns are the places of the columns of user_columns.sql, circle_columns.sql and invitee_columns.sql, in their order.
// All of them are null where there is nobody.
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
		&u.Groups, &u.Permissions,
		&u.IsOnline, maybe[int64]{&u.InviteesCount}, perhaps{&u.Inviter},
		&u.Invitees,
	}
}

// Around is who is read of the people around somebody.
type Around int

// Who is read of the people around somebody, each with those before.
const (
	Nobody   Around = iota // nor whether they are here
	Circle                 // who invited them, and how many they invited
	Invitees               // the first hundred of those
)

// columns are the places of user_columns.sql, with Circle of circle_columns.sql too, with Invitees of
// invitee_columns.sql as well.
func (a Around) columns(u *User) []any {
	all := u.columns()
	return all[:len(all)-[]int{4, 1, 0}[a]]
}
