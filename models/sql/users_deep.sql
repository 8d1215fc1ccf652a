-- The ids of a page far from the beginning of an order. user_marks says in which stretch of {column} the page begins
-- and how many stand before it, so that only the stretch is gone through. {desc} is the direction.
with here as materialized (
    select s.stretch, s.before
    from (select m.stretch, (sum(sum(m.count)) over (order by m.stretch {desc}) - sum(m.count))::bigint as before
          from user_marks m where m.field = ? group by m.stretch) s
    where s.before <= ?
    order by s.before desc, s.stretch {desc} limit 1)
select u.id
from users u
where u.{column} {from}
order by {order}
limit ? offset ? - (select before from here)
