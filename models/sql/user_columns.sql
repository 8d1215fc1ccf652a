    u.id, u.username, u.email, u.mobile_number, u.first_name, u.last_name, u.gender, u.avatar,
    u.date_of_birth, u.language_code, u.user_type,
    u.is_active, u.is_staff, u.is_admin, u.is_auditor, u.is_anonymized, u.email_verified, u.profile_completed,
    u.email_allowed, u.sms_allowed, u.call_allowed,
    u.attributes, u.attributes_kwargs, u.localized_attributes, u.localized_attributes_kwargs,
    u.external_account, u.ldap_dn, u.inviter_id, u.invite_code,
    u.last_login, u.created_at, u.updated_at, u.version,
    -- Few are held: each is looked up (offset 0), never joined with all there are.
    (select string_agg(packed(g.id::text) || packed(g.name), '' order by g.id)
     from user_groups m cross join lateral (select * from groups g where g.id = m.group_id offset 0) g where m.user_id = u.id) as groups,
    (select string_agg(packed(p.id::text) || packed(p.code::text) || packed(p.name), '' order by p.code)
     from user_permissions d cross join lateral (select * from permissions p where p.id = d.permission_id offset 0) p where d.user_id = u.id) as permissions
