-- How many seconds a guess ($2) has to wait: until fewer than $3 others from its address ($1) lie within five minutes.
select coalesce(
    extract(epoch from (array_agg(a.at order by a.at desc))[$3] + interval '5 minutes' - now()), 0)::float8 as seconds
from invitation_attempts a
where a.address = $1 and a.id <> $2 and a.at > now() - interval '5 minutes'
