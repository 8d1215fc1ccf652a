-- Somebody, i, in one column: what Person scans.
packed(i.id::text) || packed(i.username) || packed(i.first_name) || packed(i.last_name) || packed(case when i.is_active then 't' end)
