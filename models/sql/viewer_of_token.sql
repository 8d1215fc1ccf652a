select {columns}, t.id as token_id, t.used_at as seen_at
from tokens t join users u on u.id = t.user_id
where t.hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
