-- Takes up to $1 notes about branches, the oldest first, and sums them up for each person they are about. One that
-- somebody is just passing on is left for the next time.
with taken as (
    delete from branch_changes
    where id in (select id from branch_changes order by id limit $1 for update skip locked)
    returning *
)
select user_id as id, count(*) as notes, sum(size)::bigint as size, sum(active)::bigint as active, sum(verified)::bigint as verified,
       coalesce(max(levels) filter (where not gone), 0) as levels, max(last_joined) filter (where not gone) as last_joined,
       bool_or(gone) as gone, coalesce(max(levels) filter (where gone), 0) as gone_levels, max(last_joined) filter (where gone) as gone_joined
from taken
group by user_id
