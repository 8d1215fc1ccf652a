case when not u.is_active then 'inactive'
        when u.id = $2::bigint then 'yourself'
        when u.is_admin and not $3::boolean then 'admin'
        when u.id = $4::bigint and 'head' = any($5::text[]) then 'head'
        when (u.is_staff or u.is_admin) and 'staff' = any($5::text[]) then 'staff'
        when u.email_verified and 'verified' = any($5::text[]) then 'verified'
        else '' end
