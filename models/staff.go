package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"

	"github.com/uptrace/bun"
)

var usernameForm = regexp.MustCompile(`^[A-Za-z0-9@.+_-]{1,150}$`)

// IsUsername says whether a text has the form of a username: 1 to 150 ASCII letters, digits and @.+-_.
func IsUsername(text string) bool { return usernameForm.MatchString(text) }

// CreateStaff adds a member of staff, or an admin, who signs in with a password, and grants them permissions by code.
func (s *Store) CreateStaff(ctx context.Context, username, password string, admin bool, codes ...int) (int64, error) {
	faults := Invalid{}
	if !IsUsername(username) {
		faults["username"] = []string{"Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters."}
	}
	if wrong := checkPassword(password, username); wrong != nil {
		faults["password"] = wrong
	}
	if len(faults) > 0 {
		return 0, faults
	}
	hash, err := s.hashPassword(ctx, password)
	if err != nil {
		return 0, wrap(err, "create staff %s", username)
	}
	var id int64
	err = s.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		err := tx.NewRaw("insert into users (username, password_hash, is_staff, is_admin) values (?, ?, true, ?) returning id",
			username, hash, admin).Scan(ctx, &id)
		if err != nil {
			return err
		}
		for _, code := range codes {
			var granted int64
			err := tx.NewRaw(`insert into user_permissions (user_id, permission_id)
				select ?, id from permissions where code = ? on conflict do nothing returning permission_id`, id, code).Scan(ctx, &granted)
			if errors.Is(err, sql.ErrNoRows) {
				return Invalid{"grant": {fmt.Sprintf("There is no permission with the code %d, or it was named twice.", code)}}
			}
			if err != nil {
				return err
			}
		}
		return audit(ctx, tx, UserCreated, "users", id, map[string]change{
			"username": {Now: username}, "is_staff": {Now: true}, "is_admin": {Now: admin}, "password": {Now: "changed"}, "permissions": {Now: codes}})
	})
	if err = wrap(err, "create staff %s", username); errors.Is(err, ErrConflict) {
		return 0, Invalid{"username": {"A user with that username already exists."}}
	}
	return id, err
}

// SetPassword gives somebody another password and ends their sessions.
func (s *Store) SetPassword(ctx context.Context, id int64, password string) error {
	if wrong := checkPassword(password, ""); wrong != nil {
		return Invalid{"password": wrong}
	}
	hash, err := s.hashPassword(ctx, password)
	if err != nil {
		return wrap(err, "password of user %d", id)
	}
	return wrap(s.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var changed int64
		err := tx.NewRaw("update users set password_hash = ?, updated_at = now(), version = version + 1 where id = ? returning id", hash, id).
			Scan(ctx, &changed)
		if err != nil {
			return err
		}
		if _, err := tx.NewRaw("delete from sessions where user_id = ?", id).Exec(ctx); err != nil {
			return err
		}
		return audit(ctx, tx, UserChanged, "users", id, map[string]change{"password": {Now: "changed"}})
	}), "password of user %d", id)
}

// IDOf finds somebody's id by username, without regard to case.
func (s *Store) IDOf(ctx context.Context, username string) (int64, error) {
	var id int64
	err := s.one(ctx, &id, `select id from users where lower(username) = lower($1 collate "C")`, username)
	return id, wrap(err, "user %q", username)
}
