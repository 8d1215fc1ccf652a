-- Changes people as documents ($1: a list) say, each with the id and the columns that are set. Those of $2 hold other
-- groups or permissions than before. Gives who changed, and of each column that did what it was and what it is now.
with given as (
    select (doc->>'id')::bigint as id, doc
    from jsonb_array_elements($1::jsonb) doc
), proposed as materialized (
    select g.id, g.doc, n as after, to_jsonb(u) as was, to_jsonb(n) as now
    from given g
    join {people} u on u.id = g.id
    cross join lateral jsonb_populate_record(u, g.doc) n
), changed as (
    update {people} u set {set}, updated_at = now(), version = u.version + 1
    from proposed p
    where u.id = p.id and (p.was <> p.now or p.id = any($2::bigint[]))
    returning u.id
)
select p.id, coalesce((select jsonb_object_agg(k, jsonb_build_object('was', p.was->k, 'now', p.now->k))
                       from jsonb_object_keys(p.doc) k where p.was->k is distinct from p.now->k), '{}') as changes
from changed c join proposed p on p.id = c.id
