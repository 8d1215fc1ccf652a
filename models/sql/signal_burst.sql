-- When most of those joined at once whom somebody (the first ?) invited, of the newest so many: from a first to a last of
-- them, no farther apart than an interval; of several such stretches the latest. The last ? is the same person.
with joined as materialized (
    select u.created_at as at from users u where u.inviter_id = ? order by u.created_at desc limit ?
), stretches as (
    select j.at, count(*) over w as count, last_value(j.at) over w as until
    from joined j window w as (order by j.at range between current row and ?::interval following)
)
select t.count, t.at as since, t.until, (select max(j.at) from joined j) as last,
    (select u.created_at from users u where u.inviter_id = ? order by u.created_at limit 1) as first
from stretches t order by t.count desc, t.at desc limit 1
