-- Whose token this is ($1, its SHA-256), and the person they ask for ($2), who may not be there: {columns} is
-- user_columns.sql and invitee_columns.sql. The columns before them are those that Meeting scans.
select v.id, v.username, v.first_name, v.last_name, v.is_active, v.is_staff, v.is_admin, v.is_auditor,
    case when v.is_admin then '{}' else array(select distinct p.code from held_permissions(v.id) h join permissions p on p.id = h.permission_id) end,
    t.id, coalesce(t.used_at < now() - interval '30 seconds', true),
    {columns}
from tokens t cross join lateral (select * from users v where v.id = t.user_id offset 0) v left join users u on u.id = $2
where t.hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
