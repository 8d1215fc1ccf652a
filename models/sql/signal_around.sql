-- Somebody (?), how many they invited, what their branch comes to, and everybody, from the numbers that triggers keep.
select {person} as inviter, invitees_count(i.id) as invited,
    coalesce(b.size, 0) as size, coalesce(b.active, 0) as active, coalesce(b.verified, 0) as verified, coalesce(b.levels, 0) as levels,
    coalesce(a.people, 0) as people, coalesce(a.all_active, 0) as all_active, coalesce(a.all_verified, 0) as all_verified
from users i
left join branches b on b.user_id = i.id
cross join (
    select sum(k.count)::bigint as people, (sum(k.count) filter (where k.is_active))::bigint as all_active,
        (sum(k.count) filter (where k.email_verified))::bigint as all_verified
    from user_kinds k) a
where i.id = ?
