-- The groups that grant nothing besides some codes ($2), by name; all of them where $1. They are told by themselves and
-- by those above them.
select string_agg(packed(g.id::text) || packed(g.name), '' order by lower(g.name), g.id) as groups
from groups g
where $1::boolean or not exists (select from group_codes(g.id) c where c <> all ($2::bigint[]))
