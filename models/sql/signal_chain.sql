-- How many stand in the row above and below somebody, and who at its ends.
{run}
select t.above, t.below, (select {person} from users i where i.id = t.first) as first, (select {person} from users i where i.id = t.last) as last
from (
    select - min(r.step) as above, max(r.step) as below, (array_agg(r.id order by r.step))[1] as first, (array_agg(r.id order by r.step desc))[1] as last
    from run r) t
