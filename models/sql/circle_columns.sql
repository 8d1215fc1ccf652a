    -- Whether somebody is here, how many they invited, and who invited them.
    exists (select from presence p where p.user_id = u.id and p.seen_at > now() - interval '5 minutes') as is_online,
    (select coalesce(sum(c.count), 0)::bigint from invitee_counts c where c.user_id = u.id) as invitees_count, -- invitees_count(), planned once
    (select {person}
     from users i where i.id = u.inviter_id) as inviter
