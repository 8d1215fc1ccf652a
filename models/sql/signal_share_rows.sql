-- Who below somebody (?) was deactivated, or never proved their e-mail address (the kind, ?), of the nearest so many, the
-- newest first, so many at most. Each level is found by the index of inviters, whatever is guessed about its size.
with recursive below (id) as (
    select u.id from users u where u.inviter_id = ?
    union all
    select i.id from below b cross join lateral (select u.id from users u where u.inviter_id = b.id offset 0) i
), near as (
    select id from below limit ?
)
select {columns}
from near n cross join lateral (select * from users u where u.id = n.id offset 0) u
where case when ?::text = 'deactivated' then not u.is_active else not u.email_verified end
order by u.created_at desc, u.id limit ?
