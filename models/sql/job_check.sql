-- How the set of the job $1 differs from what it would be by now: who came to it, who went, and who changed.
with recursive {now}, kept as (
    select r.user_id, r.version from job_rows r where r.job_id = $1 and r.state = 'waiting'
)
select count(*) filter (where kept.user_id is null) as came, count(*) filter (where now.id is null) as went,
    count(*) filter (where now.version <> kept.version) as changed
from now full join kept on kept.user_id = now.id
