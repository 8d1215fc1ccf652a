    v.id, v.email, v.group_id, v.quota, v.joined, v.prefix, v.days, invitation_state(v) as state,
    v.created_at, v.expires_at, v.revoked_at, v.version, v.sends, v.sent_at, v.send_error, v.mailed,
    (select g.name from groups g where g.id = v.group_id) as group_name,
    (select {person} from users i where i.id = v.inviter_id) as inviter,
    (select i.is_admin from users i where i.id = v.inviter_id) as inviter_is_admin,
    (select {person} from users i where i.id = v.created_by) as created_by,
    (select {person} from users i where i.id = v.revoked_by) as revoked_by
