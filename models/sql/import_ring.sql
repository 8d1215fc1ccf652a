-- One of the people $1 who would stand above themself by what a dry run wrote.
with recursive above (start, id) as (
    select u.id, u.inviter_id from dry_users u where u.id = any($1::bigint[]) and u.inviter_id is not null
    union
    select a.start, coalesce(d.inviter_id, u.inviter_id)
    from above a
    left join dry_users d on d.id = a.id
    left join users u on u.id = a.id and d.id is null
    where a.id <> a.start and coalesce(d.inviter_id, u.inviter_id) is not null
)
select start from above where id = start limit 1
