-- Structure 6: the figures on every inviter; whoever writes a person appends one pending change, and a fold, one at a
-- time, adds the pending changes to the inviters and all their ancestors.
\set ON_ERROR_STOP on
drop table if exists folded, pending cascade;
delete from reads where structure = '6';
create table folded (
    user_id bigint primary key, size int not null, active int not null, verified int not null, levels int, last_join timestamptz
) with (fillfactor = 70);
create table pending (
    id bigint generated always as identity primary key, inviter_id bigint not null,
    size int not null, active int not null, verified int not null, levels int not null, last_join timestamptz not null,
    leaves boolean not null default false);  -- a branch that leaves: its levels and last_join may have been the maximum
select clock_timestamp() as began \gset
insert into folded select * from figures order by user_id;
insert into results (what, structure, value, unit)
values ('f build (on the figures)', '6', extract(epoch from clock_timestamp() - :'began') * 1000, 'ms'),
       ('f disk', '6', pg_total_relation_size('folded'), 'bytes');
vacuum analyze folded;
insert into reads values ('6', 'select * from folded where user_id = any($1)');

create or replace function fold_6(most int default 20000) returns bigint language plpgsql as $$
declare
    taken bigint; l record;
begin
    perform pg_advisory_xact_lock(6);
    create temp table if not exists gone (like pending) on commit delete rows;
    delete from gone;
    with took as (delete from pending where id = any(array(select id from pending order by id limit most)) returning *)
    insert into gone select * from took;
    get diagnostics taken = row_count;
    if taken = 0 then
        return 0;
    end if;
    with recursive net as materialized (
        select inviter_id as start, sum(size) as size, sum(active) as active, sum(verified) as verified,
               max(levels) filter (where not leaves) as levels, max(last_join) filter (where not leaves) as last_join
        from gone group by inviter_id
    ), up(start, id, distance) as (
        select start, start, 0 from net
        union all
        select up.start, u.inviter_id, up.distance + 1
        from up cross join lateral (select inviter_id from users u where u.id = up.id and inviter_id is not null offset 0) u)
    insert into folded as f
    select up.id, sum(net.size), sum(net.active), sum(net.verified), max(net.levels + up.distance), max(net.last_join)
    from up join net using (start) group by up.id order by up.id
    on conflict (user_id) do update set size = f.size + excluded.size, active = f.active + excluded.active,
        verified = f.verified + excluded.verified, levels = greatest(f.levels, excluded.levels), last_join = greatest(f.last_join, excluded.last_join);
    for l in select inviter_id, max(levels) as levels, max(last_join) as last_join from gone where leaves group by inviter_id loop
        perform lower_6(l.inviter_id, l.levels, l.last_join);
    end loop;
    return taken;
end $$;

-- The same fold without a pair for every place and ancestor: everybody above is fetched once, from the root down, and
-- the changes are added up in memory, from the bottom up.
create or replace function fold_6m(most int default 20000) returns bigint language plpgsql as $$
declare
    taken bigint; l record; id_ bigint[]; up int[]; n int[]; a int[]; v int[]; high int[]; newest timestamptz[]; to_ int;
begin
    perform pg_advisory_xact_lock(6);
    create temp table if not exists gone (like pending) on commit delete rows;
    create temp table if not exists above (id bigint, inviter_id bigint) on commit delete rows;
    create index if not exists above_inviter on above (inviter_id);
    delete from gone;
    delete from above;
    with took as (delete from pending where id = any(array(select id from pending order by id limit most)) returning *)
    insert into gone select * from took;
    get diagnostics taken = row_count;
    if taken = 0 then
        return 0;
    end if;
    with recursive t(id) as (
        select distinct inviter_id from gone
        union
        select u.inviter_id from t cross join lateral (select inviter_id from users u where u.id = t.id and inviter_id is not null offset 0) u)
    insert into above select t.id, u.inviter_id from t cross join lateral (select inviter_id from users u where u.id = t.id offset 0) u;
    with recursive down(id, inviter_id, depth) as (
        select id, inviter_id, 0 from above where inviter_id is null
        union all
        select c.id, c.inviter_id, d.depth + 1
        from down d cross join lateral (select * from above c where c.inviter_id = d.id offset 0) c
    ), place as (
        select id, inviter_id, row_number() over (order by depth desc, id) as at from down
    ), net as (
        select inviter_id as id, sum(size) as size, sum(active) as active, sum(verified) as verified,
               max(levels) filter (where not leaves) as levels, max(last_join) filter (where not leaves) as last_join
        from gone group by inviter_id
    )
    select array_agg(p.id order by p.at), array_agg(u.at order by p.at), array_agg(coalesce(size, 0) order by p.at),
           array_agg(coalesce(active, 0) order by p.at), array_agg(coalesce(verified, 0) order by p.at),
           array_agg(levels order by p.at), array_agg(last_join order by p.at)
    into id_, up, n, a, v, high, newest
    from place p left join place u on u.id = p.inviter_id left join net on net.id = p.id;
    for i in 1..cardinality(id_) loop
        to_ := up[i];
        if to_ is not null then
            n[to_] := n[to_] + n[i];
            a[to_] := a[to_] + a[i];
            v[to_] := v[to_] + v[i];
            high[to_] := greatest(high[to_], high[i] + 1);
            newest[to_] := greatest(newest[to_], newest[i]);
        end if;
    end loop;
    insert into folded as f
    select * from unnest(id_, n, a, v, high, newest) c (user_id, size, active, verified, levels, last_join) order by user_id
    on conflict (user_id) do update set size = f.size + excluded.size, active = f.active + excluded.active,
        verified = f.verified + excluded.verified, levels = greatest(f.levels, excluded.levels), last_join = greatest(f.last_join, excluded.last_join);
    for l in select inviter_id, max(levels) as levels, max(last_join) as last_join from gone where leaves group by inviter_id loop
        perform lower_6(l.inviter_id, l.levels, l.last_join);
    end loop;
    return taken;
end $$;

create or replace function add_6(inviter bigint) returns void language plpgsql as $$
declare
    u users;
begin
    insert into users (inviter_id) values (inviter) returning * into u;
    insert into pending (inviter_id, size, active, verified, levels, last_join)
    values (inviter, 1, u.is_active::int, u.email_verified::int, 1, u.created_at);
end $$;
-- A move reads folded figures, so it keeps folds away until it is committed. What is still pending for the branch
-- is folded later, to whoever is above it then.
create or replace function move_6(who bigint, target bigint) returns void language plpgsql as $$
declare
    u users; f folded;
begin
    perform pg_advisory_xact_lock(6);
    select * into u from users where id = who;
    select * into f from folded where user_id = who;
    update users set inviter_id = target where id = who;
    insert into pending (inviter_id, size, active, verified, levels, last_join, leaves)
    select p.id, p.sign * (1 + coalesce(f.size, 0)), p.sign * (u.is_active::int + coalesce(f.active, 0)),
           p.sign * (u.email_verified::int + coalesce(f.verified, 0)), 1 + coalesce(f.levels, 0), greatest(u.created_at, f.last_join), p.sign < 0
    from (values (u.inviter_id, -1), (target, 1)) p (id, sign);
end $$;
create or replace function remove_6(who bigint) returns void language plpgsql as $$
declare
    u users;
begin
    delete from users where id = who returning * into u;
    delete from folded where user_id = who;
    insert into pending (inviter_id, size, active, verified, levels, last_join, leaves)
    values (u.inviter_id, -1, -u.is_active::int, -u.email_verified::int, 1, u.created_at, true);
end $$;

-- For structures 5 and 6 alike: a branch that leaves may have held a maximum, which is then made again from the
-- invitees, upwards until one stays as it was.
do $do$
declare
    which record;
begin
    for which in select * from (values ('5', 'counted'), ('6', 'folded')) w (n, t) loop
        execute replace(replace($def$
create or replace function lower_N(start bigint, high int, newest timestamptz) returns void language plpgsql as $$
declare
    have record; now record;
begin
    loop
        select levels, last_join into have from TABLE_ where user_id = start;
        exit when have.levels > high and have.last_join > newest;
        select max(1 + coalesce(f.levels, 0)) as levels, max(greatest(u.created_at, f.last_join)) as last_join into now
        from users u left join TABLE_ f on f.user_id = u.id where u.inviter_id = start;
        exit when now is not distinct from have;
        update TABLE_ set levels = now.levels, last_join = now.last_join where user_id = start;
        select inviter_id into start from users where id = start;
        exit when start is null;
        high := high + 1;
    end loop;
end $$ $def$, 'lower_N', 'lower_' || which.n), 'TABLE_', which.t);
        -- How many inviters' figures are not those of their invitees.
        execute replace(replace($def$
create or replace function wrong_N() returns bigint language sql set work_mem = '512MB' set enable_nestloop = off as $$
    select count(*) from (
        select u.inviter_id as user_id, sum(1 + coalesce(f.size, 0)) as size, sum(u.is_active::int + coalesce(f.active, 0)) as active,
               sum(u.email_verified::int + coalesce(f.verified, 0)) as verified, max(1 + coalesce(f.levels, 0)) as levels,
               max(greatest(u.created_at, f.last_join)) as last_join
        from users u left join TABLE_ f on f.user_id = u.id where u.inviter_id is not null group by u.inviter_id) r
    full join (select * from TABLE_ where (size, active, verified, coalesce(levels, 0)) <> (0, 0, 0, 0) or last_join is not null) f using (user_id)
    where (r.size, r.active, r.verified, r.levels, r.last_join) is distinct from (f.size, f.active, f.verified, f.levels, f.last_join)
$$ $def$, 'wrong_N', 'wrong_' || which.n), 'TABLE_', which.t);
    end loop;
end $do$;
