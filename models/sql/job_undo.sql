-- The next rows of the job $1, which undoes the job $2: those of its rows after $3, $4 at once, that it did. Who was
-- changed since, or is thawed, is left out.
with piece as materialized (
    select r.user_id as id, r.seq, r.state, r.before, r.version_after from job_rows r
    where r.job_id = $2 and r.seq > $3::bigint order by r.seq limit $4::bigint
), judged as materialized (
    select p.id, p.seq, p.before, coalesce(u.version, p.version_after, 0) as version,
        case when u.id is null then 'gone'
            when u.version <> p.version_after then 'changed'
            when j.kind = 'freeze' and not exists (select from invitation_freezes f where f.user_id = p.id and f.job_id = j.id) then 'thawed'
            else '' end as reason
    from piece p join jobs j on j.id = $2 left join users u on u.id = p.id
    where p.state = 'done'
), written as (
    insert into job_rows (job_id, user_id, seq, state, reason, version, change)
    select $1, id, seq, case when reason = '' then 'waiting' else 'left_out' end, reason, version, before from judged order by seq
)
select (select count(*) from piece) as came, coalesce((select max(seq) from piece), 0) as walked, 0 as walked_after,
    (select count(*) from judged) as looked,
    (select count(*) from judged where reason = '') as found,
    coalesce((select bit_xor(hashtextextended(id || ':' || version, 1)) from judged where reason = ''), 0) as fingerprint,
    coalesce((select jsonb_object_agg(reason, of_it) from (
        select reason, jsonb_build_object('Count', count(*), 'First', (array_agg(id order by seq))[1:5]) as of_it
        from judged where reason <> '' group by reason) r), '{}') as left_out
