-- Whose token ($1, its SHA-256) this is, if they may read users (1222).
select v.id
from tokens t cross join lateral (select * from users v where v.id = t.user_id offset 0) v
where t.hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
  and v.is_active
  and (v.is_admin or v.is_staff and exists (
      select from held_permissions(v.id) h join permissions p on p.id = h.permission_id where p.code = 1222))
