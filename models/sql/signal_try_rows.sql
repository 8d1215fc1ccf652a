-- The tries at what somebody (?) had and has no more, the latest first, so many at most.
select a.at as created_at, a.outcome, coalesce(a.invitation_id, 0) as invitation_id, a.address as network
from invitation_attempts a
where a.inviter_id = ? and a.outcome in ('retired', 'revoked', 'replaced')
order by a.at desc, a.id desc limit ?
