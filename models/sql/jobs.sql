-- Some jobs, see models/job_list.go.
select {columns}
from jobs j
where {which}
order by j.id {direction} limit ?
