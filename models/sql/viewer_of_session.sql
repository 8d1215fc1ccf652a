select {columns}, s.seen_at < now() - interval '30 seconds' as unseen, s.data
from sessions s cross join lateral (select * from users u where u.id = s.user_id offset 0) u -- as in viewer_of_token.sql
where s.hash = $1
  and s.seen_at > now() - interval '30 minutes' -- idle
  and s.created_at > now() - interval '8 hours' -- absolute
