package models

import (
	"context"
	"crypto/rand"
	"errors"
	"math/big"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/driver/pgdriver"
)

// inviteLetters are what an invite code is made of, and inviteLength how many it has (shared names: hamgam API, §1.6).
const (
	inviteLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	inviteLength  = 7
)

// InviteCode gives the invite code of somebody: the one they have, or a new one where they have none, or where
// regenerate asks for it; the old one then invites nobody any more. Two who ask at once get the same.
func (s *Store) InviteCode(ctx context.Context, id int64, regenerate bool) (code string, err error) {
	for range 3 { // a new code may be somebody's, once in millions
		err = s.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
			var was *string
			if err := tx.NewRaw("select invite_code from users where id = ? for no key update", id).Scan(ctx, &was); err != nil {
				return err
			}
			if was != nil && !regenerate {
				code = *was
				return nil
			}
			if was != nil { // who still tries it is to be known
				_, err := tx.NewRaw(`insert into retired_invite_codes (code, user_id) values (?, ?)
					on conflict (code) do update set user_id = excluded.user_id, retired_at = now()`, *was, id).Exec(ctx)
				if err != nil {
					return err
				}
			}
			code = newInviteCode()
			_, err := tx.NewRaw("update users set invite_code = ?, updated_at = now(), version = version + 1 where id = ?", code, id).Exec(ctx)
			if err != nil {
				return err
			}
			return audit(ctx, tx, InviteCodeMade, "users", id, map[string]change{"invite_code": {Was: was, Now: code}})
		})
		if pg, ok := errors.AsType[pgdriver.Error](err); !ok || !pg.IntegrityViolation() {
			break
		}
	}
	return code, wrap(err, "invite code of user %d", id)
}

func newInviteCode() string {
	code := make([]byte, inviteLength)
	for i := range code {
		n, _ := rand.Int(rand.Reader, big.NewInt(int64(len(inviteLetters)))) // never fails
		code[i] = inviteLetters[n.Int64()]
	}
	return string(code)
}
