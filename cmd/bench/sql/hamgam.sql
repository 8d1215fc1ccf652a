-- Document 001: one of the staff ($3). $2 is the console's origin.
with viewer as ({viewer})
select row_to_json(a)
from viewer, users u, lateral (
    select u.id, u.username, u.mobile_number, u.email, u.email_verified as is_email_verified,
        {avatar} as avatar, u.first_name, u.last_name,
        nullif(concat_ws(' ', u.first_name, u.last_name), '') as full_name, u.gender,
        (select row_to_json(p) from (
            select i.id, i.username, nullif(concat_ws(' ', i.first_name, i.last_name), '') as full_name
            from users i where i.id = u.inviter_id) p) as invited_by,
        u.invite_code, invitees_count(u.id) as invitees_count, u.is_active, u.is_staff, u.is_admin,
        exists (select from presence p where p.user_id = u.id and p.seen_at > now() - interval '5 minutes') as is_online,
        u.profile_completed as is_profile_completed,
        {last_login} as last_login, {created_at} as created_at, {updated_at} as updated_at,
        array_to_json(array(select row_to_json(p) from (
            select i.id, i.username, nullif(concat_ws(' ', i.first_name, i.last_name), '') as full_name
            from users i where i.inviter_id = u.id order by i.id limit 100) p)) as invitees,
        array_to_json(array(select row_to_json(g) from (
            select g.id, g.name from user_groups m join groups g on g.id = m.group_id
            where m.user_id = u.id order by g.id) g)) as groups_data,
        array_to_json(array(select row_to_json(p) from (
            select p.id, p.code, p.name from user_permissions d join permissions p on p.id = d.permission_id
            where d.user_id = u.id order by p.code) p)) as permissions_data) a
where u.id = $3 and (u.is_staff or u.is_admin)
