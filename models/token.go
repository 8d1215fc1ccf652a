package models

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"

	"github.com/uptrace/bun"
)

// tokenMark begins each token, so that one found in a log or a repository is known for what it is.
const tokenMark = "roster_"

// tokenPrefix is how much of a token is kept to tell it from others.
const tokenPrefix = len(tokenMark) + 4

// NewToken makes a token for a user and returns its key, which is shown this once: only its SHA-256 is kept.
// The key has 160 random bits.
func (s *Store) NewToken(ctx context.Context, userID int64, name string) (key string, err error) {
	random := make([]byte, 20)
	rand.Read(random) // never fails: it ends the program instead
	key = tokenMark + hex.EncodeToString(random)
	err = s.inTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		token := struct {
			bun.BaseModel `bun:"table:tokens"`

			ID     int64 `bun:",pk,autoincrement"`
			UserID int64
			Name   string
			Prefix string
			Hash   []byte
		}{UserID: userID, Name: name, Prefix: key[:tokenPrefix], Hash: tokenHash(key)}
		if _, err := tx.NewInsert().Model(&token).Exec(ctx); err != nil {
			return err
		}
		return audit(ctx, tx, TokenCreated, "tokens", token.ID, map[string]change{"user": {Now: userID}, "name": {Now: name}})
	})
	return key, wrap(err, "token for user %d", userID)
}

// TokenViewer finds whose token a key is, in one statement. A revoked, expired or unknown one is ErrNotFound; whether
// the owner is still active is the caller's to ask.
func (s *Store) TokenViewer(ctx context.Context, key string) (*Viewer, error) {
	v := new(Viewer)
	err := s.one(ctx, v, sqlViewerOfToken, tokenHash(key))
	return v, wrap(err, "token")
}

// TouchToken notes that a token is used and its owner is here. A use within half a minute of the last is not written.
func (s *Store) TouchToken(ctx context.Context, v *Viewer) error {
	if !v.Unseen {
		return nil
	}
	_, err := s.exec(ctx, `with used as (update tokens set used_at = now(), used_from = $3 where id = $1)
		insert into presence (user_id) values ($2) on conflict (user_id) do update set seen_at = now()`,
		v.TokenID, v.ID, actor(ctx).Address)
	return wrap(err, "touch token")
}

// tokenHash is what is kept of a token.
func tokenHash(key string) []byte {
	hash := sha256.Sum256([]byte(key))
	return hash[:]
}
