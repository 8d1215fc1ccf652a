    -- The first hundred whom somebody invited.
    (select coalesce(json_agg(json_build_object('ID', i.id, 'Username', i.username, 'FirstName', i.first_name,
                                                'LastName', i.last_name, 'IsActive', i.is_active)), '[]')
     from (select * from users i where i.inviter_id = u.id order by i.id limit 100) i) as invitees
