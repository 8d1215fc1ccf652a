-- The next piece of a branch, as rows of the job $1. The rows are also the queue of the walk: from the row $6 on, and of
-- that one after the id $7, those whom they invited are added behind the last row, $8. At most $9 people come at once, of
-- at most as many inviters again. Who is asked for ($2), is an admin ($3) or not, begins at $4 and leaves out $5.
with piece as materialized (
    select p.seq as under, u.*
    from (select r.seq, r.user_id from job_rows r
          where r.job_id = $1 and r.seq >= $6::bigint and r.seq < $6::bigint + $9::bigint order by r.seq) p
    cross join lateral (
        select u.id, u.version, u.is_active, u.is_staff, u.is_admin, u.email_verified from users u
        where u.inviter_id = p.user_id and (p.seq > $6::bigint or u.id > $7::bigint)
        order by u.id limit $9::bigint) u
    order by p.seq, u.id limit $9::bigint
), judged as materialized (
    select u.id, u.version, {judge} as reason, $8::bigint + row_number() over (order by u.under, u.id) as seq from piece u
), written as (
    insert into job_rows (job_id, user_id, seq, state, reason, version)
    select $1, id, seq, case when reason = '' then 'waiting' else 'left_out' end, reason, version from judged order by seq
    on conflict (job_id, user_id) do nothing -- a ring, or somebody who was moved meanwhile
    returning user_id, seq, reason, version
)
select (select count(*) from piece) as came,
    coalesce((select under from piece order by under desc, id desc limit 1), 0) as walked,
    coalesce((select id from piece order by under desc, id desc limit 1), 0) as walked_after,
    (select count(*) from judged) as looked,
    (select count(*) from written where reason = '') as found,
    coalesce((select bit_xor(hashtextextended(user_id || ':' || version, 1)) from written where reason = ''), 0) as fingerprint,
    coalesce((select jsonb_object_agg(reason, of_it) from (
        select reason, jsonb_build_object('Count', count(*), 'First', (array_agg(user_id order by seq))[1:5]) as of_it
        from written where reason <> '' group by reason) r), '{}') as left_out
