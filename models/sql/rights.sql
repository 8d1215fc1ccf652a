select
    p.id, p.code, p.name,
    bool_or(h.group_id is null) as direct,
    coalesce(json_agg(json_build_object('Member', json_build_object('ID', m.id, 'Name', m.name),
                                        'Group', json_build_object('ID', g.id, 'Name', g.name)) order by m.id, g.id)
             filter (where g.id is not null), '[]') as via
from held_permissions($1) h
join permissions p on p.id = h.permission_id
left join groups g on g.id = h.group_id
left join groups m on m.id = h.member_of
group by p.id
order by p.code
