select {columns}, s.seen_at < now() - interval '30 seconds' as unseen, s.data
from sessions s join users u on u.id = s.user_id
where s.hash = $1
  and s.seen_at > now() - interval '30 minutes' -- idle
  and s.created_at > now() - interval '8 hours' -- absolute
