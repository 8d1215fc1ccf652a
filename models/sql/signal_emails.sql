-- What most of the addresses have in common, of each kind: how many have it, how many have any, and for a domain how
-- many of a sample of all people whom others invited have it. The sample is so many people (?),
-- evenly by id, so that it is the same at each look and not only of those who just came.
{siblings}, best as (
    select distinct on (s.rank) s.rank, s.kind, s.text, count(*) as count, (select count(distinct o.id) from siblings o) as of
    from siblings s group by s.rank, s.kind, s.text order by s.rank, count(*) desc, s.text
), sample as (
    select distinct o.id, split_part(lower(o.email), '@', -1) as domain
    from generate_series(1, (select max(id) from users), greatest(1, (select max(id) from users) / ?)) step
    cross join lateral (select u.id, u.email, u.inviter_id from users u where u.id >= step order by u.id limit 1) o
    where o.email is not null and o.inviter_id is distinct from ?
)
select b.kind, b.text, b.count, b.of, coalesce(r.elsewhere, 0) as elsewhere, coalesce(r.sample, 0) as sample
from best b
left join lateral (
    select count(*) as sample, count(*) filter (where m.domain = b.text) as elsewhere from sample m
) r on b.kind = 'domain' and b.count >= ?
order by b.rank
