-- How often the codes and links of inviters were tried after they had been taken back, as long as that is kept, where it
-- was often enough (?): the latest first, so many at most.
select 'tries' as kind, {person} as inviter, t.count, t.networks as of, t.since, t.until
from (
    select a.inviter_id, count(*) as count, count(distinct a.address) as networks, min(a.at) as since, max(a.at) as until
    from invitation_attempts a
    where {which} and a.outcome in ('retired', 'revoked', 'replaced')
    group by a.inviter_id having count(*) >= ?
) t join users i on i.id = t.inviter_id
order by t.until desc limit ?
