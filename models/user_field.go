package models

import (
	"strconv"
	"strings"
	"time"
)

// Kind is what the values of a field are.
type Kind string

// The kinds of fields.
const (
	Boolean Kind = "boolean"
	Text    Kind = "text"    // compared exactly
	Choice  Kind = "choice"  // one of a few words
	Integer Kind = "integer" // 64 bits
	Day     Kind = "day"
	Moment  Kind = "moment" // to the microsecond
	Object  Kind = "object" // JSON: filtered by what it contains
	IDs     Kind = "ids"    // of groups or permissions: any of
)

// UserField is a field by which people can be found or sorted. The list's SQL, its filter panel, the documentation of
// its parameters and its CSV are all made from this.
type UserField struct {
	Name    string // in the address: as document 002 calls it, where it does
	Label   string // on the screen
	Help    string // what a true value, or the field itself, says of somebody
	Kind    Kind
	Choices []string

	column   string // what stands in the table, or an expression over it
	order    string // what to sort by; "" where the list cannot be sorted by it
	equal    string // the condition for one value, where it is not column = ?
	unknown  string // the condition under which nothing is known, where that is not column is null
	optional bool   // it may be unknown
	tallied  bool   // a column of user_kinds
	marked   string // the field of user_marks that counts its stretches
	fleeting bool   // it changes by time alone

	// Of is the field of somebody as text, "" where it is unknown; nil where a list does not read it.
	Of func(*User) string
}

// CanSort says whether the list can be sorted by the field.
func (f *UserField) CanSort() bool { return f.order != "" }

// Optional says whether the field of somebody may be unknown.
func (f *UserField) Optional() bool { return f.optional }

// UserFields are the fields by which people can be found: those of document 002 in its order, then those that hamgam's
// list filters by (shared names: models/user.go) and what the console adds.
var UserFields = []*UserField{
	object("attributes", "Attributes", func(u *User) string { return string(u.Attributes) }),
	object("attributes_kwargs", "Attribute details", func(u *User) string { return string(u.AttributesKwargs) }),
	boolean("call_allowed", "Calls allowed", "may be called by telephone", "call_allowed", func(u *User) bool { return u.CallAllowed }),
	moment("date_joined", "Joined", "when the account was made", "created_at", func(u *User) time.Time { return u.CreatedAt }),
	{Name: "date_of_birth", Label: "Date of birth", Kind: Day, column: "u.date_of_birth", order: "u.date_of_birth", optional: true,
		Of: func(u *User) string { return dayText(u.DateOfBirth) }},
	{Name: "email", Label: "E-mail", Help: "the whole address", Kind: Text, column: "u.email", order: "lower(u.email)", optional: true,
		equal: `lower(u.email) = lower(? collate "C") and u.email = ?`, Of: func(u *User) string { return u.Email }},
	boolean("email_allowed", "E-mail allowed", "may be sent e-mail", "email_allowed", func(u *User) bool { return u.EmailAllowed }),
	text("first_name", "First name", "", func(u *User) string { return u.FirstName }),
	{Name: "gender", Label: "Gender", Kind: Choice, Choices: []string{"male", "female", "other", "non-binary"},
		column: "u.gender", order: "u.gender", optional: true, tallied: true, Of: func(u *User) string { return u.Gender }},
	{Name: "groups", Label: "Group", Help: "is a member of any of these groups", Kind: IDs, column: "group_id", marked: "user_groups",
		equal:   "u.id in (select m.user_id from user_groups m where m.group_id in (?))",
		unknown: "not exists (select from user_groups m where m.user_id = u.id)", optional: true,
		Of: func(u *User) string { return idsText(u.Groups, func(g Group) int64 { return g.ID }) }},
	{Name: "id", Label: "Id", Kind: Integer, column: "u.id", order: "u.id", marked: "id", Of: func(u *User) string { return strconv.FormatInt(u.ID, 10) }},
	boolean("is_active", "Active", "may sign in", "is_active", func(u *User) bool { return u.IsActive }),
	boolean("is_anonymized", "Anonymized", "had what told who they were taken out", "is_anonymized", func(u *User) bool { return u.IsAnonymized }),
	boolean("is_staff", "Staff", "works with the console", "is_staff", func(u *User) bool { return u.IsStaff }),
	boolean("is_superuser", "Admin", "may do everything", "is_admin", func(u *User) bool { return u.IsAdmin }),
	{Name: "language_code", Label: "Language", Help: "a code such as fa or en", Kind: Text, column: "u.language_code", order: "u.language_code",
		optional: true, tallied: true, Of: func(u *User) string { return u.LanguageCode }},
	{Name: "last_login", Label: "Last login", Kind: Moment, column: "u.last_login", order: "u.last_login", optional: true,
		Of: func(u *User) string { return momentText(u.LastLogin) }},
	text("last_name", "Last name", "", func(u *User) string { return u.LastName }),
	object("localized_attributes", "Localized attributes", func(u *User) string { return string(u.LocalizedAttributes) }),
	object("localized_attributes_kwargs", "Localized attribute details", func(u *User) string { return string(u.LocalizedAttributesKwargs) }),
	moment("modified_date", "Changed", "when the account last changed", "updated_at", func(u *User) time.Time { return u.UpdatedAt }),
	{Name: "password", Label: "Password"}, // documented, and refused: it would be an oracle on the hash
	{Name: "phone", Label: "Mobile number", Help: "as it is written", Kind: Text, column: "u.mobile_number", order: "u.mobile_number", optional: true,
		Of: func(u *User) string { return u.MobileNumber }},
	{Name: "pk", Label: "Id", Kind: Integer, column: "u.id", order: "u.id", marked: "id", Of: func(u *User) string { return strconv.FormatInt(u.ID, 10) }},
	boolean("sms_allowed", "SMS allowed", "may be sent text messages", "sms_allowed", func(u *User) bool { return u.SMSAllowed }),
	{Name: "user_permissions", Label: "Permission", Help: "holds any of these permissions directly", Kind: IDs, column: "permission_id", marked: "user_permissions",
		equal:   "u.id in (select d.user_id from user_permissions d where d.permission_id in (?))",
		unknown: "not exists (select from user_permissions d where d.user_id = u.id)", optional: true,
		Of: func(u *User) string { return idsText(u.Permissions, func(p Permission) int64 { return p.ID }) }},
	{Name: "user_type", Label: "Type", Kind: Choice, Choices: []string{"guest", "registered"}, column: "u.user_type", order: "u.user_type",
		tallied: true, Of: func(u *User) string { return u.UserType }},
	{Name: "username", Label: "Username", Help: "the whole name", Kind: Text, column: "u.username", order: "lower(u.username)",
		equal: `lower(u.username) = lower(? collate "C") and u.username = ?`, Of: func(u *User) string { return u.Username }},

	{Name: "avatar", Label: "Avatar", Kind: Text, column: "u.avatar", optional: true, Of: func(u *User) string { return u.Avatar }},
	boolean("email_verified", "E-mail verified", "proved that the e-mail address is theirs", "email_verified", func(u *User) bool { return u.EmailVerified }),
	{Name: "external_account", Label: "Kept by", Help: "another service that keeps the account", Kind: Choice, Choices: []string{"ldap", "social", "enterprise"},
		column: "u.external_account", optional: true, Of: func(u *User) string { return u.ExternalAccount }},
	{Name: "has_token", Label: "Token", Help: "has a token that works", Kind: Boolean, fleeting: true,
		column: "exists (select from tokens t where t.user_id = u.id and t.revoked_at is null and (t.expires_at is null or t.expires_at > now()))"},
	{Name: "invite_code", Label: "Invite code", Kind: Text, column: "u.invite_code", optional: true, Of: func(u *User) string { return u.InviteCode }},
	{Name: "inviter", Label: "Invited by", Help: "the id of the person who invited them", Kind: Integer, column: "u.inviter_id", optional: true,
		Of: func(u *User) string { return idText(u.InviterID) }},
	{Name: "is_auditor", Label: "Auditor", Help: "may see everything and change nothing", Kind: Boolean, column: "u.is_auditor", tallied: true,
		Of: func(u *User) string { return strconv.FormatBool(u.IsAuditor) }},
	{Name: "is_online", Label: "Online", Help: "was here in the last five minutes", Kind: Boolean, fleeting: true,
		column: "exists (select from presence p where p.user_id = u.id and p.seen_at > now() - interval '5 minutes')"},
	{Name: "ldap_dn", Label: "LDAP name", Help: "the whole distinguished name", Kind: Text, column: "u.ldap_dn", Of: func(u *User) string { return u.LDAPDN }},
	boolean("profile_completed", "Profile completed", "has filled in their profile", "profile_completed", func(u *User) bool { return u.ProfileCompleted }),
}

// UserFieldNamed finds a field by its name in the address.
func UserFieldNamed(name string) (*UserField, bool) {
	for _, f := range UserFields {
		if f.Name == name {
			return f, true
		}
	}
	return nil, false
}

func boolean(name, label, help, column string, of func(*User) bool) *UserField {
	return &UserField{Name: name, Label: label, Help: help, Kind: Boolean, column: "u." + column, order: "u." + column, tallied: true,
		Of: func(u *User) string { return strconv.FormatBool(of(u)) }}
}

func moment(name, label, help, column string, of func(*User) time.Time) *UserField {
	return &UserField{Name: name, Label: label, Help: help, Kind: Moment, column: "u." + column, order: "u." + column, marked: column,
		Of: func(u *User) string { return momentText(of(u)) }}
}

func text(name, label, help string, of func(*User) string) *UserField {
	return &UserField{Name: name, Label: label, Help: help, Kind: Text, column: "u." + name, order: "u." + name, optional: true, Of: of}
}

func object(name, label string, of func(*User) string) *UserField {
	return &UserField{Name: name, Label: label, Help: `holds this JSON object, such as {"city": "Tehran"}`, Kind: Object, column: "u." + name,
		equal: "u." + name + " @> ?::jsonb", Of: of}
}

func momentText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.999999Z")
}

func dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

func idText(id int64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(id, 10)
}

func idsText[T any](all []T, id func(T) int64) string {
	var ids []string
	for _, one := range all {
		ids = append(ids, strconv.FormatInt(id(one), 10))
	}
	return strings.Join(ids, " ")
}
