-- Those whom each of several people ($1) invited: by id, after the id $2, $3 of each.
select i.inviter_id, i.id, i.username, i.first_name, i.last_name, i.is_active, i.email_verified, i.created_at,
       invitees_count(i.id) as invitees_count
from unnest($1::bigint[]) p (id)
cross join lateral (
    select * from users u where u.inviter_id = p.id and u.id > $2 order by u.id limit $3
) i
order by i.inviter_id, i.id
