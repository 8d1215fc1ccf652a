-- One page of people. The page is cut out first, so that nothing is read for the rows before it.
select {columns}
from (select u.* from users u where {which} order by {order} limit {limit} offset {offset}) u
order by {order}
