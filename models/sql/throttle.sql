-- How many seconds a guess ($3) has to wait: until fewer than $4 others for its username ($1) and fewer than $5 others
-- from its address ($2) lie within five minutes.
select coalesce(greatest(
    extract(epoch from (array_agg(a.at order by a.at desc) filter (where a.username = $1))[$4] + interval '5 minutes' - now()),
    extract(epoch from (array_agg(a.at order by a.at desc) filter (where a.address = $2))[$5] + interval '5 minutes' - now())
), 0)::float8 as seconds
from login_attempts a
where (a.username = $1 or a.address = $2) and a.id <> $3 and a.at > now() - interval '5 minutes'
