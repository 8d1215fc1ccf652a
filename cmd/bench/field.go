package main

// field is a parameter of the documented list (document 002): how the floor finds by it, and where values for it are
// drawn from. The table is the benchmark's own: what it shared with roster would be wrong in both.
type field struct {
	name  string
	where string // a condition on u; $ stands for the value, as text
	draw  string // what follows "select" for a person u: the values that would find them
}

var fields = []field{
	{"attributes", "u.attributes @> $", "jsonb_build_object(key, value) from jsonb_each(u.attributes)"},
	{"attributes_kwargs", "u.attributes_kwargs @> $", "jsonb_build_object(key, value) from jsonb_each(u.attributes_kwargs)"},
	{"call_allowed", "u.call_allowed = $", anyBool},
	{"date_joined", "u.created_at = $", moment("u.created_at")},
	{"date_of_birth", "u.date_of_birth = $", "u.date_of_birth"},
	{"email", `lower(u.email) = lower($ collate "C") and u.email = $`, "u.email"},
	{"email_allowed", "u.email_allowed = $", anyBool},
	{"first_name", "u.first_name = $", "u.first_name"},
	{"gender", "u.gender = $", "nullif(nullif(u.gender, 'other'), 'non-binary')"}, // the document knows two
	{"groups", "exists (select from user_groups m where m.user_id = u.id and m.group_id = any(string_to_array($, ',')::bigint[]))",
		"m.group_id from user_groups m where m.user_id = u.id"},
	{"id", "u.id = $", "u.id"},
	{"id__gt", "u.id > $", "u.id"},
	{"id__gte", "u.id >= $", "u.id"},
	{"id__lt", "u.id < $", "u.id"},
	{"id__lte", "u.id <= $", "u.id"},
	{"is_active", "u.is_active = $", anyBool},
	{"is_anonymized", "u.is_anonymized = $", anyBool},
	{"is_staff", "u.is_staff = $", anyBool},
	{"is_superuser", "u.is_admin = $", anyBool},
	{"language_code", "u.language_code = $", "u.language_code"},
	{"last_login", "u.last_login = $", moment("u.last_login")},
	{"last_name", "u.last_name = $", "u.last_name"},
	{"localized_attributes", "u.localized_attributes @> $", "nullif(u.localized_attributes, '{}')"},
	// Nobody in the example has any: what is asked for is what others might have there.
	{"localized_attributes_kwargs", "u.localized_attributes_kwargs @> $", "nullif(u.localized_attributes, '{}')"},
	{"modified_date", "u.updated_at = $", moment("u.updated_at")},
	{"modified_date__gt", "u.updated_at > $", moment("u.updated_at")},
	{"modified_date__gte", "u.updated_at >= $", moment("u.updated_at")},
	{"modified_date__lt", "u.updated_at < $", moment("u.updated_at")},
	{"modified_date__lte", "u.updated_at <= $", moment("u.updated_at")},
	{"phone", "mobile_key(u.mobile_number) = mobile_key($) and u.mobile_number = $", "u.mobile_number"},
	{"sms_allowed", "u.sms_allowed = $", anyBool},
	{"user_permissions", "exists (select from user_permissions d where d.user_id = u.id and d.permission_id = any(string_to_array($, ',')::bigint[]))",
		"d.permission_id from user_permissions d where d.user_id = u.id"},
	{"user_type", "u.user_type = $", "u.user_type"},
	{"username", `lower(u.username) = lower($ collate "C") and u.username = $`, "u.username"},
}

const anyBool = "unnest(array[true, false])"

// orders are the documented names that a list can be sorted by, and by what the floor sorts for them.
var orders = []struct{ name, by string }{
	{"call_allowed", "u.call_allowed"}, {"date_joined", "u.created_at"}, {"date_of_birth", "u.date_of_birth"},
	{"email", "lower(u.email)"}, {"email_allowed", "u.email_allowed"}, {"first_name", "u.first_name"}, {"gender", "u.gender"},
	{"id", "u.id"}, {"is_active", "u.is_active"}, {"is_anonymized", "u.is_anonymized"}, {"is_staff", "u.is_staff"},
	{"is_superuser", "u.is_admin"}, {"language_code", "u.language_code"}, {"last_login", "u.last_login"},
	{"last_name", "u.last_name"}, {"modified_date", "u.updated_at"}, {"phone", "u.mobile_number"},
	{"sms_allowed", "u.sms_allowed"}, {"user_type", "u.user_type"}, {"username", "lower(u.username)"},
}
