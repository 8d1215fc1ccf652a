-- Whose token this is ($1, its SHA-256). The columns are those that Self scans.
select t.id, coalesce(t.used_at < now() - interval '30 seconds', true),
    u.id, u.username, u.mobile_number, u.email, u.avatar, u.first_name, u.last_name, u.gender,
    u.is_active, u.is_staff, u.is_admin, u.is_auditor, u.last_login, u.created_at,
    array(select m.group_id from user_groups m where m.user_id = u.id order by m.group_id)
from tokens t cross join lateral (select * from users u where u.id = t.user_id offset 0) u
where t.hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
