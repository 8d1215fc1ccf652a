    -- Somebody as one of the rows behind a signal.
    u.id, u.username, u.first_name, u.last_name, u.is_active, u.email, u.email_verified, u.mobile_number, u.created_at
