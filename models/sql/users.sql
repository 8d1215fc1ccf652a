-- One page of people. {page} picks their ids in order, so that nothing is read for the rows before it.
select {columns}
from (select p.id, row_number() over () as n from ({page}) p) p join users u on u.id = p.id
order by p.n
