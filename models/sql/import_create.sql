-- Adds people as documents ($1: a list) describe them, column by column.
insert into {people} ({names})
select {values}
from jsonb_array_elements($1::jsonb) given (doc)
cross join lateral jsonb_populate_record(null::users, given.doc) n
returning id, username
