package demo

import (
	"cmp"
	"encoding/json"

	"roster/models"
)

var userColumns = []string{
	"id", "username", "email", "mobile_number", "first_name", "last_name", "gender", "avatar", "date_of_birth", "language_code",
	"user_type", "is_active", "is_staff", "is_admin", "is_auditor", "is_anonymized", "email_verified", "profile_completed",
	"email_allowed", "sms_allowed", "call_allowed", "attributes", "attributes_kwargs", "localized_attributes",
	"external_account", "ldap_dn", "inviter_id", "invite_code", "last_login", "created_at", "updated_at",
}

// people writes everybody, by id.
func (l *loader) people(d *directory) error {
	return l.copy("users", userColumns, d.people, func(r *rows) {
		for i := range documentPeople {
			r.user(&documentPeople[i])
		}
		for person := range d.made {
			u := d.person(person)
			r.user(&u)
		}
	})
}

func (r *rows) user(u *models.User) {
	r.add(u.ID, u.Username, u.Email, u.MobileNumber, u.FirstName, u.LastName, u.Gender, u.Avatar, day(u.DateOfBirth), u.LanguageCode,
		cmp.Or(u.UserType, "registered"), u.IsActive, u.IsStaff, u.IsAdmin, u.IsAuditor, u.IsAnonymized, u.EmailVerified, u.ProfileCompleted,
		u.EmailAllowed, u.SMSAllowed, u.CallAllowed, object(u.Attributes), object(u.AttributesKwargs), object(u.LocalizedAttributes),
		u.ExternalAccount, always(u.LDAPDN), u.InviterID, u.InviteCode, u.LastLogin, u.CreatedAt, u.UpdatedAt)
}

// object is the text of a JSON object, which is empty where nothing is known.
func object(raw json.RawMessage) string { return cmp.Or(string(raw), "{}") }
