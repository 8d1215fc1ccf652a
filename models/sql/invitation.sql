-- One invitation, and the first $2 who joined by it. {columns} is invitation_columns.sql.
select {columns},
    (select string_agg({person}, '' order by i.id)
     from (select u.* from invitation_joins j join users u on u.id = j.user_id where j.invitation_id = v.id order by j.user_id limit $2) i) as people
from invitations v where v.id = $1
