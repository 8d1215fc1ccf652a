-- Gives people the groups, or the permissions, that documents ($1: a list of {"id": …, "held": […]}) say, and takes
-- the others from them; $2 grants. Says who held others before. {column} is what {table} gives them.
with given as (
    select (doc->>'id')::bigint as id, array(select jsonb_array_elements_text(doc->'held')::bigint order by 1) as now
    from jsonb_array_elements($1::jsonb) doc
), held as materialized (
    select g.id, g.now, array(select t.{column} from {table} t where t.user_id = g.id order by 1) as was
    from given g
), taken as (
    delete from {table} t using held h
    where h.was <> h.now and t.user_id = h.id and t.{column} <> all(h.now)
), granted as (
    insert into {table} (user_id, {column}, granted_by)
    select h.id, n.id, nullif($2::bigint, 0)
    from held h cross join lateral unnest(h.now) n (id)
    where n.id <> all(h.was)
)
select h.id, to_jsonb(h.was) as was, to_jsonb(h.now) as now from held h where h.was <> h.now
