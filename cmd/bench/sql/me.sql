-- Document 004: whose token ($1) this is, if they are staff. $2 is the console's origin.
select row_to_json(a)
from tokens t cross join lateral (select * from users u where u.id = t.user_id offset 0) u, lateral (
    select u.id, u.username, u.mobile_number, u.email, {avatar} as avatar, u.first_name, u.last_name,
        nullif(concat_ws(' ', u.first_name, u.last_name), '') as full_name, u.gender,
        array_to_json(array(select m.group_id from user_groups m where m.user_id = u.id order by 1)) as groups,
        {last_login} as last_login, {created_at} as created_at) a
where t.hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
  and u.is_active and (u.is_staff or u.is_admin)
