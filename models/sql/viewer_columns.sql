    u.id, u.username, u.first_name, u.last_name, u.is_active, u.is_staff, u.is_admin, u.is_auditor,
    array(select distinct p.code from held_permissions(u.id) h join permissions p on p.id = h.permission_id) as codes
