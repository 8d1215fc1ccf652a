-- Some people of the job $1, see models/job_rows.go.
select r.user_id, r.seq, r.state, r.reason, (select {person} from users i where i.id = r.user_id) as person
from job_rows r
where r.job_id = $1 and ({which})
order by r.seq {limit}
