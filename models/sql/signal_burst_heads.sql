-- When most joined at once under each inviter, of those who joined since a moment (?), the newest so many: where no farther
-- apart than an interval enough (?) of them did. The biggest first, more than are shown: some are usual for their inviter.
with joined as materialized (
    select u.inviter_id, u.created_at as at from users u
    where u.created_at >= ?::timestamptz
    order by u.created_at desc limit ?
), stretches as (
    select j.inviter_id, j.at, count(*) over w as count, last_value(j.at) over w as until
    from joined j where j.inviter_id is not null
    window w as (partition by j.inviter_id order by j.at range between current row and ?::interval following)
), busiest as (
    select distinct on (t.inviter_id) t.inviter_id, t.count, t.at as since, t.until
    from stretches t where t.count >= ? order by t.inviter_id, t.count desc, t.at desc
)
select {person} as inviter, invitees_count(b.inviter_id) as invited, b.count, b.since, b.until,
    (select u.created_at from users u where u.inviter_id = b.inviter_id order by u.created_at limit 1) as first,
    (select u.created_at from users u where u.inviter_id = b.inviter_id order by u.created_at desc limit 1) as last
from busiest b join users i on i.id = b.inviter_id
order by b.count desc, b.inviter_id limit 200
