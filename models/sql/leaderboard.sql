-- The ? people who brought most since a moment (?): how many joined, proved their e-mail address, and were still in use a month
-- later, of those who joined a month ago or earlier.
select t.joined, t.verified, t.kept, t.settled, {person} as inviter
from (
    select u.inviter_id, count(*) as joined, count(*) filter (where u.email_verified) as verified,
        count(*) filter (where u.created_at <= now() - interval '30 days') as settled,
        count(*) filter (where u.created_at <= now() - interval '30 days'
            and u.is_active and u.last_login >= u.created_at + interval '30 days') as kept
    from users u
    where u.inviter_id is not null
        and case when u.created_at >= ?::timestamptz then true else false end -- no other index: this one holds all that is asked
    group by u.inviter_id
    order by joined desc, u.inviter_id limit ?
) t join users i on i.id = t.inviter_id
order by t.joined desc, i.id
