-- The block of a thousand telephone numbers of which most have one whom somebody (?) invited, of the newest so many: how
-- the numbers begin, how many have one, and how many have any.
select left(s.number, -3) as text, count(*) as count, (sum(count(*)) over ())::bigint as of
from (
    select mobile_key(u.mobile_number) as number
    from (select * from users u where u.inviter_id = ? order by u.created_at desc limit ?) u
    where u.mobile_number is not null
    offset 0 -- read once
) s
where length(s.number) between 10 and 15
group by 1 order by 2 desc, 1 limit 1
