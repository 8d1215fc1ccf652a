-- Structure 4: nested intervals. A person holds [lft, rgt) of the numbers, and everybody below stands inside.
-- [next, stop) is what is still free for new invitees; each takes a 16,384th of it.
\set ON_ERROR_STOP on
set work_mem = '64MB';
set maintenance_work_mem = '1GB';
drop table if exists users_span cascade;
delete from reads where structure = '4';
create table users_span (like users including defaults including identity including constraints,
    lft bigint, rgt bigint, next bigint, stop bigint, depth int);
select clock_timestamp() as began \gset
-- The place of each person in the order of the tree: after the inviter and the branches of earlier invitees.
set enable_hashjoin = off;
set enable_mergejoin = off;
create unlogged table offsets as
select l.id, l.inviter_id, 1 + coalesce(f.size, 0) as holds, l.depth,
       sum(1 + coalesce(f.size, 0)) over (partition by l.inviter_id order by l.id) - coalesce(f.size, 0) - 1 as before
from levels l left join figures f on f.user_id = l.id;
create index on offsets (inviter_id);
analyze offsets;
select 4600000000000000000 / count(*) as stride from users \gset
insert into users_span
with recursive down as (
    select id, before::bigint as place, holds, depth from offsets where inviter_id is null
    union all
    select o.id, d.place + 1 + o.before, o.holds, o.depth
    from down d cross join lateral (select o.id, o.before::bigint, o.holds, o.depth from offsets o where o.inviter_id = d.id offset 0) o)
select u.*, place * :stride, (place + holds) * :stride, place * :stride + 1, (place + 1) * :stride, depth
from down join users u using (id);
drop table offsets;
create index users_span_lft on users_span (lft) include (depth, is_active, email_verified, created_at);
insert into results (what, structure, value, unit)
values ('f build (on the figures)', '4', extract(epoch from clock_timestamp() - :'began') * 1000, 'ms');
alter table users_span add primary key (id);
create index users_span_inviter on users_span (inviter_id, id) where inviter_id is not null;
alter table users_span add foreign key (inviter_id) references users_span;
alter table users_span alter id restart with 100000001;
vacuum analyze users_span;
insert into results (what, structure, value, unit)
values ('f disk', '4', pg_table_size('users_span') - pg_table_size('users') + pg_relation_size('users_span_lft'), 'bytes');
insert into reads values ('4', $q$
    select s.id as user_id, f.* from users_span s cross join lateral (
        select count(*) as size, count(*) filter (where is_active) as active, count(*) filter (where email_verified) as verified,
               max(p.depth) - s.depth as levels, max(created_at) as last_join
        from users_span p where p.lft > s.lft and p.lft < s.rgt) f
    where s.id = any($1) $q$);
create or replace function add_4(inviter bigint) returns void language plpgsql as $$
declare
    above record; width bigint;
begin
    select next, stop, depth into above from users_span where id = inviter for no key update;
    width := greatest((above.stop - above.next) / 16384, 1);
    if above.next + width > above.stop then
        raise exception 'no number is left below person %', inviter;
    end if;
    update users_span set next = next + width where id = inviter;
    insert into users_span (inviter_id, lft, rgt, next, stop, depth)
    values (inviter, above.next, above.next + width, above.next + 1, above.next + width, above.depth + 1);
end $$;
-- A branch moves into a quarter of the free numbers of the new inviter, squeezed when it is wider.
create or replace function move_4(who bigint, target bigint) returns void language plpgsql as $$
declare
    old record; above record; factor bigint;
begin
    select * into old from users_span where id = who;
    select * into above from users_span where id = target for no key update;
    factor := (old.rgt - old.lft) / ((above.stop - above.next) / 4) + 1;
    update users_span set next = next + (old.rgt - old.lft) / factor + 1 where id = target;
    update users_span set lft = above.next + (lft - old.lft) / factor, rgt = above.next + (rgt - old.lft) / factor,
        next = above.next + (next - old.lft) / factor, stop = above.next + (stop - old.lft) / factor,
        depth = depth + above.depth + 1 - old.depth, inviter_id = case when id = who then target else inviter_id end
    where lft >= old.lft and lft < old.rgt;
end $$;
create or replace function remove_4(who bigint) returns void language plpgsql as $$
begin
    delete from users_span where id = who;
end $$;
