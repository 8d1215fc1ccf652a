-- What all structures share: where results go, how a query is timed, and the figures of every branch, made from
-- nothing, level by level from the bottom (structures 4, 5 and 6 start from them).
\set ON_ERROR_STOP on
drop table if exists results, reads, levels, figures, nodes cascade;
create table results (at timestamptz default clock_timestamp(), what text, structure text, value float8, unit text);
create table reads (structure text, query text);  -- $1: the people whose branches are read

-- Runs each structure's read for some people in turn, rounds times over, once unmeasured before.
create or replace procedure read_all(called text, ids bigint[], rounds int, structures text) language plpgsql as $$
declare
    r record; began timestamptz;
begin
    for round in 0..rounds loop
        for r in select * from reads where split_part(structure, ' ', 1) = any(string_to_array(structures, ',')) order by structure loop
            began := clock_timestamp();
            execute 'select count(x.size), sum(x.size) from (' || r.query || ') x' using ids;
            if round > 0 then
                insert into results (what, structure, value, unit)
                values (called, r.structure, extract(epoch from clock_timestamp() - began) * 1000, 'ms');
            end if;
        end loop;
    end loop;
end $$;

-- Runs one statement in a transaction of its own and notes the time it took, its commit included.
create or replace procedure timed(called text, which text, statement text) language plpgsql as $$
declare
    began timestamptz;
begin
    commit;
    began := clock_timestamp();
    execute statement;
    commit;
    insert into results (what, structure, value, unit)
    values (called, which, extract(epoch from clock_timestamp() - began) * 1000, 'ms');
end $$;

-- Structure 1 is what the project has already.
select clock_timestamp() as began \gset
create index users_inviter on users (inviter_id, id) where inviter_id is not null;
insert into results (what, structure, value, unit)
values ('f build', '1', extract(epoch from clock_timestamp() - :'began') * 1000, 'ms'), ('f disk', '1', pg_relation_size('users_inviter'), 'bytes');
alter table users add foreign key (inviter_id) references users;
vacuum analyze users;
insert into reads values ('1', $q$
    with recursive down(start, id, distance, is_active, email_verified, created_at) as (
        select s.id, u.id, 1, u.is_active, u.email_verified, u.created_at
        from unnest($1) s (id) cross join lateral (select * from users u where u.inviter_id = s.id offset 0) u
        union all
        select d.start, u.id, d.distance + 1, u.is_active, u.email_verified, u.created_at
        from down d cross join lateral (select * from users u where u.inviter_id = d.id offset 0) u)
    select start as user_id, count(*) as size, count(*) filter (where is_active) as active,
           count(*) filter (where email_verified) as verified, max(distance) as levels, max(created_at) as last_join
    from down group by start $q$);
create or replace function add_1(inviter bigint) returns void language plpgsql as $$
begin
    insert into users (inviter_id) values (inviter);
end $$;
create or replace function move_1(who bigint, target bigint) returns void language plpgsql as $$
begin
    update users set inviter_id = target where id = who;
end $$;
create or replace function remove_1(who bigint) returns void language plpgsql as $$
begin
    delete from users where id = who;
end $$;

-- The figures of every branch. Whoever has no invitees has no row.
set enable_hashjoin = off;
set enable_mergejoin = off;
set work_mem = '64MB';
select clock_timestamp() as began \gset
create unlogged table levels as
with recursive down as (
    select id, inviter_id, 0 as depth, is_active, email_verified, created_at from users where inviter_id is null
    union all
    select u.id, u.inviter_id, d.depth + 1, u.is_active, u.email_verified, u.created_at
    from down d cross join lateral (select * from users u where u.inviter_id = d.id offset 0) u)
select * from down;
create index on levels (depth);
analyze levels;
create unlogged table figures (
    user_id bigint primary key, size int not null, active int not null, verified int not null, levels int, last_join timestamptz);
do $$
begin
    for at in reverse (select max(depth) from levels)..1 loop
        insert into figures
        select l.inviter_id, sum(1 + coalesce(f.size, 0)), sum(l.is_active::int + coalesce(f.active, 0)),
               sum(l.email_verified::int + coalesce(f.verified, 0)), max(1 + coalesce(f.levels, 0)),
               max(greatest(l.created_at, f.last_join))
        from levels l left join figures f on f.user_id = l.id where l.depth = at group by l.inviter_id;
    end loop;
end $$;
insert into results (what, structure, value, unit)
values ('build figures', 'all', extract(epoch from clock_timestamp() - :'began') * 1000, 'ms');
analyze figures;

-- Whom the measurements read and move: the largest root, the hub, who is nearest to 1,000 and to 100,000 below them
-- (neither above the chain, nor the hub), a leaf, the bottom of the chain, and where branches are moved to and back.
create table nodes as
with few as materialized (select f.* from figures f where levels < 100 and user_id <> 7)
select 1 as root, 7 as hub,
       (select user_id from few order by abs(size - 1000), user_id limit 1) as thousand,
       (select user_id from few join users u on u.id = user_id where u.inviter_id is not null
        order by abs(size - 100000), user_id limit 1) as many,
       (select min(u.id) from users u where u.inviter_id = 7 and u.id > least(500000, (select max(id) / 2 from users))
        and not exists (select from users i where i.inviter_id = u.id)) as leaf,
       (select max(id) from users where id <= 100000000) as bottom,
       (select min(id) from users where inviter_id is null and id > 1) as target;
select n.*, t.size as thousand_size, m.size as many_size, r.size as root_size, r.levels as root_levels, h.size as hub_size,
       (select count(*) from users where inviter_id = 7) as hub_invitees,
       (select count(*) from figures) as inviters
from nodes n join figures t on t.user_id = thousand join figures m on m.user_id = many
join figures r on r.user_id = root join figures h on h.user_id = hub \gx
select sum(depth::bigint) as closure_rows, avg(depth) filter (where not chain) as average_depth, max(depth) filter (where not chain) as deepest,
       percentile_disc(array[0.05, 0.5, 0.95]) within group (order by depth) filter (where not chain) as depths
from (select depth, id > (select bottom - 10000 from nodes) as chain from levels) l \gx
insert into results (what, structure, value, unit) select 'closure rows', '3', sum(depth::bigint), 'rows' from levels;
