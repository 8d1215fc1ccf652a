-- People by their ids ($1), in the order of those.
select {columns}
from unnest($1::bigint[]) with ordinality p (id, n) join users u on u.id = p.id
order by p.n
