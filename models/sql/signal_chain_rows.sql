-- Who stands in the row, from its beginning, so many at most.
{run}
select {columns}
from run r join users u on u.id = r.id
order by r.step limit ?
