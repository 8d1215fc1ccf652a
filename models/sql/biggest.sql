-- The branches within that of $1 that come to $2 people or more with their head, at most $3 levels down, $4 in all.
with recursive big (id, level) as (
    select $1::bigint, 0
    union
    select i.id, big.level + 1
    from big cross join lateral (
        select u.id from users u left join branches b on b.user_id = u.id
        where u.inviter_id = big.id and u.id <> $1 and 1 + coalesce(b.size, 0) >= $2
        order by b.size desc nulls last, u.id limit $4
    ) i
    where big.level < $3
)
select {columns}, big.level
from big join users i on i.id = big.id left join branches b on b.user_id = i.id
where big.level > 0
order by big.level, 1 + coalesce(b.size, 0) desc, i.id
limit $4
