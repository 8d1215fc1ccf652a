package models

import "regexp"

// draftField is a field that a draft may propose a value for.
type draftField struct {
	name   string                            // its column of users; groups and permissions are lists of ids
	read   func(any) (value any, _ []string) // a value of a JSON body as the column takes it, or what is wrong with it
	typed  func(string) (any, []string)      // a text as a value of a JSON body
	empty  any                               // what the column holds when the field is cleared
	usual  any                               // what it holds of somebody new
	always bool                              // nobody is without: it can be set and not cleared
	list   bool                              // not a column of users
}

var (
	usernameLetters = regexp.MustCompile(`^[A-Za-z0-9@.+_-]*$`)
	emailForm       = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*" +
		`@([\p{L}\p{N}]([\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}]$`)
	urlForm = regexp.MustCompile(`^(https?://[^\s/?#]+([/?#]\S*)?|/[^\s/\\]\S*)$`)
)

// The limits are those that the schema keeps.
var draftFieldList = []draftField{
	{name: "id", read: draftIdentity},
	{name: "username", read: draftText(150, draftForm(usernameLetters, "Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters."))},
	{name: "email", read: draftText(254, draftForm(emailForm, "Enter a valid email address."))},
	{name: "mobile_number", read: draftText(32)},
	{name: "first_name", read: draftText(150)},
	{name: "last_name", read: draftText(150)},
	{name: "gender", read: draftChoice("male", "female", "other", "non-binary")},
	{name: "avatar", read: draftText(2000, draftForm(urlForm, "Enter a valid URL."))},
	{name: "date_of_birth", read: draftDate},
	{name: "language_code", read: draftText(16)},
	{name: "user_type", read: draftChoice("guest", "registered"), usual: "registered", always: true},

	{name: "is_active", read: draftFlag, usual: true, always: true},
	{name: "is_staff", read: draftFlag, usual: false, always: true},
	{name: "is_admin", read: draftFlag, usual: false, always: true},
	{name: "is_auditor", read: draftFlag, usual: false, always: true},
	{name: "is_anonymized", read: draftFlag, usual: false, always: true},
	{name: "email_verified", read: draftFlag, usual: false, always: true},
	{name: "profile_completed", read: draftFlag, usual: false, always: true},
	{name: "email_allowed", read: draftFlag, usual: false, always: true},
	{name: "sms_allowed", read: draftFlag, usual: false, always: true},
	{name: "call_allowed", read: draftFlag, usual: false, always: true},

	{name: "attributes", read: draftObject, typed: typedObject, empty: emptyObject, usual: emptyObject},
	{name: "attributes_kwargs", read: draftObject, typed: typedObject, empty: emptyObject, usual: emptyObject},
	{name: "localized_attributes", read: draftObject, typed: typedObject, empty: emptyObject, usual: emptyObject},
	{name: "localized_attributes_kwargs", read: draftObject, typed: typedObject, empty: emptyObject, usual: emptyObject},

	{name: "external_account", read: draftChoice("ldap", "social", "enterprise")},
	{name: "ldap_dn", read: draftText(10_000), empty: "", usual: ""},
	{name: "inviter_id", read: draftReference},
	{name: "invite_code", read: draftText(500)},
	{name: "last_login", read: draftMoment},
	{name: "created_at", read: draftMoment, always: true}, // now, of somebody new
	{name: "groups", read: draftGroups, typed: typedList, list: true},
	{name: "permissions", read: draftReferences, typed: typedList, list: true},
}

var draftFields = func() map[string]*draftField {
	byName := map[string]*draftField{}
	for i := range draftFieldList {
		f := &draftFieldList[i]
		if f.typed == nil {
			f.typed = func(text string) (any, []string) { return text, nil }
		}
		byName[f.name] = f
	}
	return byName
}()

// usualValues are the columns of somebody new of whom nothing is said.
var usualValues = func() map[string]any {
	values := map[string]any{}
	for _, f := range draftFieldList {
		if f.usual != nil {
			values[f.name] = f.usual
		}
	}
	return values
}()

// draftColumns are the columns of users that drafts can set, besides the id.
var draftColumns = func() (names []string) {
	for _, f := range draftFieldList {
		if !f.list && f.name != "id" {
			names = append(names, f.name)
		}
	}
	return names
}()
