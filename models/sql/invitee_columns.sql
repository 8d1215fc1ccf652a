    -- The first hundred whom somebody invited.
    (select string_agg({person}, '')
     from (select * from users i where i.inviter_id = u.id order by i.id limit 100) i) as invitees
