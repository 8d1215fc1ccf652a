select {columns}, t.id as token_id, coalesce(t.used_at < now() - interval '30 seconds', true) as unseen
from tokens t join users u on u.id = t.user_id
where t.hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
