    {attributes} as attributes, {attributes_kwargs} as attributes_kwargs, {avatar} as avatar, u.call_allowed,
    {created_at} as date_joined, u.date_of_birth, u.email, u.email_allowed, u.first_name,
    case when u.gender in ('male', 'female') then u.gender end as gender,
    array_to_json(array(select m.group_id from user_groups m where m.user_id = u.id order by 1)) as groups,
    u.id, u.is_active, u.is_anonymized, u.is_staff, u.is_admin as is_superuser, u.language_code,
    {last_login} as last_login, u.last_name,
    {localized_attributes} as localized_attributes, {localized_attributes_kwargs} as localized_attributes_kwargs,
    {updated_at} as modified_date, u.mobile_number as phone, u.id as pk, u.sms_allowed,
    array_to_json(array(select d.permission_id from user_permissions d join permissions p on p.id = d.permission_id
                        where d.user_id = u.id order by p.code)) as user_permissions,
    u.user_type, u.username
