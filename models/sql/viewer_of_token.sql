-- The user is looked up by the token's owner, one after the other (offset 0 keeps it so): statistics of a few tokens
-- can make Postgres merge the two tables instead, which reads through a million people until it meets the owner.
select {columns}, t.id as token_id, coalesce(t.used_at < now() - interval '30 seconds', true) as unseen
from tokens t cross join lateral (select * from users u where u.id = t.user_id offset 0) u
where t.hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
