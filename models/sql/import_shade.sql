-- Brings people ($1) into the tables of a dry run as they are, unless they are there: from now on those tables tell of them.
with shaded as (
    insert into dry_users ({names}, updated_at, version)
    select {names}, updated_at, version from users
    where id = any($1::bigint[])
    on conflict (id) do nothing
    returning id
), grouped as (
    insert into dry_user_groups select m.* from user_groups m join shaded s on s.id = m.user_id
)
insert into dry_user_permissions select d.* from user_permissions d join shaded s on s.id = d.user_id
