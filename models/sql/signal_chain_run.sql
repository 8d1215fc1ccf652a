-- The people in a row who invited one person each, and whom the last of them invited: with somebody (?) amidst them at
-- step 0, so many steps up at most; and the same (?), so many steps down.
with recursive up (id, step) as (
    select ?::bigint, 0
    union all
    select u.inviter_id, up.step - 1
    from up cross join lateral (select inviter_id from users where id = up.id offset 0) u
    where u.inviter_id is not null and invitees_count(u.inviter_id) = 1 and up.step > - ?::integer
), down (id, step) as (
    select ?::bigint, 0
    union all
    select one.id, d.step + 1 from down d
    cross join lateral (select u.id from users u where u.inviter_id = d.id order by u.id limit 1) one
    where invitees_count(d.id) = 1 and d.step < ?::integer
), run as materialized (
    select id, step from up union select id, step from down
)
