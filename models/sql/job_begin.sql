-- The first row of the job $1: the person it is about ($4). Arguments as in job_walk.sql; $6 says why they are left out
-- whatever they are, unless it is ''.
with judged as (
    select u.id, u.version, case when $6::text <> '' then $6::text when {judged} then {judge} else '' end as reason from users u where u.id = $4::bigint
), written as (
    insert into job_rows (job_id, user_id, seq, state, reason, version)
    select $1, id, 1, case when reason = '' then 'waiting' else 'left_out' end, reason, version from judged
)
select 1 as came, 1 as walked, 0 as walked_after, count(*) as looked, count(*) filter (where reason = '') as found,
    coalesce(bit_xor(hashtextextended(id || ':' || version, 1)) filter (where reason = ''), 0) as fingerprint,
    coalesce(jsonb_object_agg(reason, jsonb_build_object('Count', 1, 'First', array[id])) filter (where reason <> ''), '{}') as left_out
from judged
