-- Document 002: page $3 of $4 people each, in its envelope, counted plainly. $2 is the console's origin, $5 and $6
-- are the addresses of the pages after and before. {which} holds the filters, from $7 on.
with viewer as ({viewer}), total as (select count(*) as n from users u where {which})
select row_to_json(envelope)
from (
    select total.n as count, case when $3::bigint * $4 < total.n then $5::text end as next, nullif($6::text, '') as previous,
        array_to_json(array(
            select row_to_json(a)
            from (select {akinon}
                  from (select u.* from users u where {which} order by {order} limit $4::bigint offset ($3 - 1) * $4) u
                  order by {order}) a)) as results
    from viewer, total
    where $3 = 1 or ($3 - 1) * $4 < total.n) envelope
