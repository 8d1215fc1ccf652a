-- The people $1 and everybody above them, with what is kept of their branches.
with recursive above (id) as (
    select unnest($1::bigint[])
    union
    select u.inviter_id from above a join users u on u.id = a.id where u.inviter_id is not null
)
select u.id, u.inviter_id, coalesce(b.levels, 0) as levels, b.last_joined
from above join users u using (id) left join branches b on b.user_id = u.id
