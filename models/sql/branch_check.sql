-- How many people's branches are kept wrongly. A branch is right if it comes to those whom its head invited, with theirs;
-- if that is true of everybody, it is of the whole forest. Notes not yet added up count where they stand.
select count(*)
from (
    select u.inviter_id as user_id, sum(1 + coalesce(b.size, 0)) as size, sum(u.is_active::int + coalesce(b.active, 0)) as active,
           sum(u.email_verified::int + coalesce(b.verified, 0)) as verified, max(1 + coalesce(b.levels, 0)) as levels,
           max(greatest(u.created_at, b.last_joined)) as last_joined
    from users u left join branches b on b.user_id = u.id
    where u.inviter_id is not null
    group by u.inviter_id
) counted
full join branches kept using (user_id)
left join (
    select user_id, sum(size) as size, sum(active) as active, sum(verified) as verified from branch_changes group by user_id
) noted using (user_id)
where (coalesce(counted.size, 0), coalesce(counted.active, 0), coalesce(counted.verified, 0)) is distinct from
      (coalesce(kept.size, 0) + coalesce(noted.size, 0), coalesce(kept.active, 0) + coalesce(noted.active, 0), coalesce(kept.verified, 0) + coalesce(noted.verified, 0))
   or (noted.user_id is null and (coalesce(counted.levels, 0), counted.last_joined) is distinct from (coalesce(kept.levels, 0), kept.last_joined))
