-- How large the branches of some people ($1) are, as far as they were added up.
select b.user_id, b.size, b.active, b.verified from branches b where b.user_id = any($1::bigint[])
