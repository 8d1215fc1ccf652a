-- What a list is laid out with: how $1 wants to see lists, the first $3 of the views that they may open, the view $2
-- among them, and the names of the groups $4, permissions $5 and people $6 that filters mean.
select
    coalesce(p.columns, '') as columns, coalesce(p.density, 'normal') as density, coalesce(p.page_size, 20) as page_size,
    (select coalesce(json_agg(json_build_object('ID', v.id, 'Name', v.name, 'Query', v.query, 'Shared', v.shared,
                'Owner', json_build_object('ID', u.id, 'Username', u.username, 'FirstName', u.first_name, 'LastName', u.last_name))
            order by v.owner_id <> me.id, lower(v.name), v.id), '[]')
     from (select * from saved_views v where v.owner_id = me.id or v.shared
           order by v.id <> $2, v.owner_id <> me.id, lower(v.name), v.id limit $3) v join users u on u.id = v.owner_id) as views,
    (select count(*) from saved_views v where v.owner_id = me.id or v.shared) as views_count,
    (select string_agg(packed(g.id::text) || packed(g.name), '' order by g.id)
     from groups g where g.id = any($4::bigint[])) as groups,
    (select string_agg(packed(r.id::text) || packed(r.code::text) || packed(r.name), '' order by r.code)
     from permissions r where r.id = any($5::bigint[])) as permissions,
    (select string_agg({person}, '' order by i.id) from users i where i.id = any($6::bigint[])) as people
from (select $1::bigint as id) me left join preferences p on p.user_id = me.id
