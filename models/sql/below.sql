-- Everybody below $1 as a tree is read, after the person $2 (0: from the first), $3 of them. From each the next is the
-- first they invited; or else who was invited next by the same, or by the nearest above of whom there is such a one. A
-- ring that somebody made past the triggers is left where it comes back to $1.
with recursive above (id, inviter_id, steps) as (
    select u.id, u.inviter_id, 0 from users u where u.id = $2 and $2 <> $1
    union all
    select u.id, u.inviter_id, a.steps + 1
    from above a cross join lateral (select id, inviter_id from users where id = a.inviter_id offset 0) u
    where a.id <> $1 and a.steps < 100000
), walk (id, level, n) as (
    (select $1::bigint, 0, 0 where $2 = 0 union all select $2, steps, 0 from above where id = $1)
    union all
    select next.id, next.level, w.n + 1
    from walk w cross join lateral (
        (select i.id, w.level + 1 as level from users i where i.inviter_id = w.id and i.id <> $1 order by i.id limit 1)
        union all
        (with recursive climb (id, inviter_id, level) as (
            select u.id, u.inviter_id, w.level from users u where u.id = w.id
            union all
            select u.id, u.inviter_id, c.level - 1
            from climb c cross join lateral (select id, inviter_id from users where id = c.inviter_id offset 0) u
            where c.level > 1 and not exists (select from users s where s.inviter_id = c.inviter_id and s.id > c.id and s.id <> $1)
        )
        select s.id, c.level
        from climb c cross join lateral (
            select s.id from users s where s.inviter_id = c.inviter_id and s.id > c.id and s.id <> $1 order by s.id limit 1
        ) s
        where c.level > 0
        limit 1)
        limit 1
    ) next
    where w.n < $3
)
select {columns}, w.level
from walk w join users i on i.id = w.id left join branches b on b.user_id = i.id
where w.n > 0
order by w.n
