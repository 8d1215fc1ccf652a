-- The branches of at least so many people (?) in which most were deactivated, or never proved their e-mail address,
-- beyond what is usual: by how many standard errors, so many of each kind.
with everybody as materialized (
    select sum(k.count) filter (where not k.is_active) / sum(k.count)::float8 as deactivated,
        sum(k.count) filter (where not k.email_verified) / sum(k.count)::float8 as unverified
    from user_kinds k
), ranked as (
    select v.kind, b.user_id, v.count, b.size, v.mean,
        row_number() over (partition by v.kind order by (v.count - v.mean * b.size) / sqrt(v.mean * (1 - v.mean) * b.size) desc, b.size) as rank
    from branches b cross join everybody e
    cross join lateral (values ('deactivated', b.size - b.active, e.deactivated), ('unverified', b.size - b.verified, e.unverified)) v (kind, count, mean)
    where b.size >= ? and v.mean > 0 and v.mean < 1
)
select r.kind, {person} as inviter, r.count, r.size as of, r.mean
from ranked r join users i on i.id = r.user_id
where r.rank <= ?
order by r.kind, r.rank
