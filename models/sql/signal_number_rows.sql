-- Who among the newest so many whom somebody (?) invited has a telephone number that begins so and ends in three more
-- digits, by number, so many at most.
select {columns}
from (select * from users u where u.inviter_id = ? order by u.created_at desc limit ?) u
where left(mobile_key(u.mobile_number), -3) = ?
order by mobile_key(u.mobile_number) limit ?
