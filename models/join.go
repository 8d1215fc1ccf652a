package models

import (
	"context"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/driver/pgdriver"
	"golang.org/x/text/unicode/norm"

	queries "roster/models/sql"
)

var sqlJoin = queries.Read("join")

// Newcomer is what somebody says of themself who joins.
type Newcomer struct {
	Username  string
	FirstName string
	LastName  string
	Email     string // heeded where the invitation did not go to an address
	Password  string
}

// Join adds an account under whoever invites by a link's secret or an invite code, and says as whom. It errs as
// OpenInvitation does, and with Invalid where the newcomer's fields cannot be accepted.
//
// An address that somebody in the directory has is left out without a word, so that nobody learns by an open link who is
// in it: the answer is the same for one that is free. An invitation that went to an address says so: who has it may know.
func (s *Store) Join(ctx context.Context, secret string, n Newcomer) (id int64, err error) {
	a, err := s.attempt(ctx, secret)
	if err != nil {
		return 0, wrap(err, "join")
	}
	if err = a.admits(); err == nil {
		id, err = s.join(ctx, secret, a.Welcome, n)
	}
	a.end(ctx)
	return id, wrap(err, "join")
}

// join adds the account, where nothing is wrong with what is said of it. What becomes of the door meanwhile is noted in w.
func (s *Store) join(ctx context.Context, secret string, w *Welcome, n Newcomer) (id int64, err error) {
	if faults := n.check(w); len(faults) > 0 {
		return 0, faults
	}
	hash, err := s.hashPassword(ctx, n.Password)
	if err != nil {
		return 0, err
	}
	for range 3 { // an address that was free a moment ago may be somebody's now: it is then left out
		err = s.inTx(ctx, func(ctx context.Context, tx bun.Tx) (err error) {
			if err := s.hold(ctx, tx, secret, w); err != nil {
				return err
			}
			id, err = s.add(ctx, tx, secret, w, n, hash)
			return err
		})
		if taken(err) != "users_email_key" || w.Email != "" {
			break
		}
	}
	switch taken(err) {
	case "users_username_key":
		w.Outcome = NameTaken // as many may be tried as codes
		return 0, Invalid{"username": {"This username is taken. Choose another one."}}
	case "users_email_key":
		w.Outcome = NameTaken // or one could try names by such a link for ever
		return 0, Invalid{"email": {"There is an account with this address already: ask " + w.Inviter.Name() + " about it."}}
	}
	return id, err
}

// taken is the index that kept a row from being stored beside another one, "" where it was none.
func taken(err error) string {
	if pg, ok := errors.AsType[pgdriver.Error](err); ok && pg.IntegrityViolation() {
		return pg.Field('n')
	}
	return ""
}

// check says what is wrong with what somebody says of themself, and spells it as it is kept.
func (n *Newcomer) check(w *Welcome) Invalid {
	faults := Invalid{}
	if w.Email != "" {
		n.Email = w.Email
	}
	for name, field := range map[string]*string{"username": &n.Username, "email": &n.Email, "first_name": &n.FirstName, "last_name": &n.LastName} {
		value, wrong := draftFields[name].read(*field)
		if wrong != nil {
			faults[name] = wrong
			continue
		}
		text, _ := value.(string)
		if text = norm.NFC.String(text); utf8.RuneCountInString(text) > 150 && strings.HasSuffix(name, "_name") { // some letters become two
			faults[name] = []string{tooLong(150)}
		} else if strings.ContainsFunc(text, unseen) {
			faults[name] = []string{"Characters that nobody sees are not allowed."}
		}
		*field = text
	}
	if n.Username == "" && faults["username"] == nil {
		faults["username"] = []string{"Choose a username."}
	}
	if wrong := checkPassword(n.Password, n.Username); wrong != nil {
		faults["password"] = wrong
	}
	return faults
}

// unseen says whether a character shows nothing and may deceive: a turn of direction, a space without width, a line's end.
// The joiners within Persian and other words are none of these.
func unseen(r rune) bool {
	return unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp) || r == '\u200b' || r == '\ufeff' || r == '\u2060'
}

// hold waits for its turn at the door, keeps others waiting, and looks whether it is still open: of two who come for the
// last place one gets in.
func (s *Store) hold(ctx context.Context, tx bun.Tx, secret string, w *Welcome) error {
	for _, lock := range []struct {
		rows string
		id   int64
	}{{"select from invitations where id = ? for update", w.InvitationID}, {"select from users where id = ? for share", w.InviterID}} {
		if _, err := tx.NewRaw(lock.rows, lock.id).Exec(ctx); err != nil {
			return err
		}
	}
	if err := awaitFreezes(ctx, tx); err != nil {
		return err
	}
	var found []Welcome
	if err := s.in(ctx, tx, &found, sqlWelcome, tokenHash(secret), codeOf(secret)); err != nil {
		return err
	}
	*w = *welcome(found)
	return w.admits()
}

// add stores the account: active, neither staff nor admin, under its inviter, in the invitation's group. That an address
// is theirs is proved where the link came to it and nobody else was shown the link.
func (s *Store) add(ctx context.Context, tx bun.Tx, secret string, w *Welcome, n Newcomer, hash string) (int64, error) {
	code, changes := "", map[string]change{"username": {Now: n.Username}, "inviter": {Now: w.InviterID}}
	if w.InvitationID == 0 {
		code = codeOf(secret)
	} else {
		changes["invitation"] = change{Now: w.InvitationID}
	}
	if w.GroupID != 0 {
		changes["group"] = change{Now: w.GroupID}
	}
	var ids []int64
	err := s.in(ctx, tx, &ids, sqlJoin, n.Username, hash, n.FirstName, n.LastName, n.Email, w.Email != "" && w.Mailed, w.InviterID,
		w.InvitationID, w.Email != "", code)
	if err != nil {
		return 0, err
	}
	who := actor(ctx)
	who.ID = ids[0] // nobody is signed in: they do it themself
	return ids[0], audit(WithActor(ctx, who), tx, UserJoined, "users", ids[0], changes)
}
