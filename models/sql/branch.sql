-- $1 with what their branch comes to, and whether there are notes about any branch that are not added up.
select {columns}, exists (select from branch_changes) as behind
from users i left join branches b on b.user_id = i.id
where i.id = $1
