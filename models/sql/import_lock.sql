-- Those of the people $1 who are there, held until the transaction ends. In the order of ids, so that two who hold the
-- same people do not wait for each other in a ring.
select u.id, u.is_admin, u.is_active
from {people} u
where u.id = any($1::bigint[])
order by u.id
for no key update
