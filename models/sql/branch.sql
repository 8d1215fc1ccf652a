-- What the branch of $1 comes to, and whether there are notes about any branch that are not added up.
select coalesce(b.size, 0) as size, coalesce(b.active, 0) as active, coalesce(b.verified, 0) as verified, coalesce(b.levels, 0) as levels,
       b.last_joined, exists (select from branch_changes) as behind
from (values ($1::bigint)) p (id) left join branches b on b.user_id = p.id
