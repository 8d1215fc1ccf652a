-- Whom somebody (?) invited who joined from one moment to another, in that order, so many at most.
select {columns}
from users u where u.inviter_id = ? and u.created_at between ?::timestamptz and ?::timestamptz
order by u.created_at, u.id limit ?
