-- The people $1 and everybody above them, with what is kept of their branches. There may be ten thousand steps up, and
-- few people in most: offset 0 keeps Postgres from joining each with the whole directory.
with recursive above (id) as (
    select unnest($1::bigint[])
    union
    select u.inviter_id from above a cross join lateral (select inviter_id from users where users.id = a.id offset 0) u where u.inviter_id is not null
)
select u.id, u.inviter_id, coalesce(b.levels, 0) as levels, b.last_joined
from above join users u using (id) left join branches b on b.user_id = u.id
