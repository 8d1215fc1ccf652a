package models

import (
	"errors"
	"strings"

	"github.com/uptrace/bun/driver/pgdriver"
)

// errRing is what a dry run says where the schema would refuse a ring of invitations.
var errRing = errors.New("would be their own inviter")

// refused says what the database found wrong with a row, nil if that is not why it failed.
func refused(err error) Invalid {
	if errors.Is(err, errRing) {
		return Invalid{"inviter_id": {ownInviter}}
	}
	if errors.Is(err, errGone) {
		return Invalid{"id": {"This user was deleted meanwhile."}}
	}
	pg, ok := errors.AsType[pgdriver.Error](err)
	if !ok {
		return nil
	}
	name := pg.Field('n')
	switch code := pg.Field('C'); {
	case name == "users_invitation_cycle", name == "users_no_invitation_cycle", strings.Contains(name, "inviter_id_check"):
		return Invalid{"inviter_id": {ownInviter}}
	case strings.Contains(name, "attributes_are_small"):
		return Invalid{"attributes": {"The four fields of attributes hold at most 65,536 bytes together, as the database stores them."}}
	case code == "23505": // unique_violation
		for _, u := range uniqueFields {
			if strings.Contains(name, strings.TrimSuffix(u.field, "_number")) {
				return Invalid{u.field: {u.taken}}
			}
		}
		return Invalid{"id": {takenText("id")}}
	case code == "23503" && strings.Contains(name, "inviter"): // foreign_key_violation
		return Invalid{"inviter_id": {"The inviter was deleted meanwhile."}}
	case strings.HasPrefix(code, "22"), strings.HasPrefix(code, "23"), strings.HasPrefix(code, "54"):
		return Invalid{"non_field_errors": {"The database does not hold this: " + pg.Field('M')}}
	}
	return nil
}

// passing says whether what failed may work a moment later.
func passing(err error) bool { return errors.Is(translate(err), ErrUnavailable) }
