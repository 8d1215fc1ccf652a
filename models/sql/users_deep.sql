-- The ids of a page far from the beginning of an order. user_marks says in which stretch of {column} the page begins
-- and how many stand before it, so that only the stretch is gone through. {desc} is the direction. The stretches are
-- added up no farther than to the one that is sought.
with here as materialized (
    select s.stretch, (s.upto - s.count)::bigint as before
    from (select m.stretch, sum(m.count) as count, (sum(sum(m.count)) over (order by m.stretch {desc}))::bigint as upto
          from user_marks m where m.field = ? group by m.stretch) s
    where s.upto > ?
    order by s.stretch {desc} limit 1)
select u.id
from users u
where u.{column} {from}
order by {order}
limit ? offset ? - (select before from here)
