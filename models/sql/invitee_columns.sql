    -- The first hundred whom somebody invited.
    (select string_agg(packed(i.id::text) || packed(i.username) || packed(i.first_name) || packed(i.last_name) || packed(case when i.is_active then 't' end), '')
     from (select * from users i where i.inviter_id = u.id order by i.id limit 100) i) as invitees
