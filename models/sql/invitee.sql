i.inviter_id, i.id, i.username, i.first_name, i.last_name, i.is_active, i.email_verified, i.created_at,
    invitees_count(i.id) as invitees_count,
    coalesce(b.size, 0) as size, coalesce(b.active, 0) as active, coalesce(b.verified, 0) as verified, coalesce(b.levels, 0) as levels, b.last_joined
