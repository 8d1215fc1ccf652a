-- The way from a person up to the root of their branch: the nearest $2 inviters and the root, nearest first.
-- The cap ends the walk should the data hold a ring that somebody made past the triggers.
with recursive up (id, inviter_id, depth) as (
    select u.id, u.inviter_id, 0 from users u where u.id = $1
    union all
    select u.id, u.inviter_id, up.depth + 1
    from up cross join lateral (select id, inviter_id from users where id = up.inviter_id offset 0) u
    where up.depth < 100000
)
select up.depth, up.depth = 100000 and u.inviter_id is not null as endless, u.id, u.username, u.first_name, u.last_name, u.is_active
from up join users u on u.id = up.id
where up.depth > 0 and (up.depth <= $2 or up.depth = (select max(depth) from up))
order by up.depth
