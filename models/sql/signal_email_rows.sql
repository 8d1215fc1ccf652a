-- Whose address has something in common with others (its kind, and what it is), by address, so many at most.
{siblings}
select {columns}
from siblings s join users u on u.id = s.id
where s.kind = ? and s.text = ?
order by lower(u.email) limit ?
