-- Those whom each of several people ($1) invited: by id, $3 of each; of the first of them after the id $2.
select {columns}
from unnest($1::bigint[]) with ordinality p (id, n)
cross join lateral (
    select * from users u where u.inviter_id = p.id and u.id > case when p.n = 1 then $2::bigint else 0 end order by u.id limit $3
) i
left join branches b on b.user_id = i.id
order by i.inviter_id, i.id
