-- Structure 3: a row for every pair of ancestor and descendant.
\set ON_ERROR_STOP on
set work_mem = '64MB';
set maintenance_work_mem = '1GB';
drop table if exists closure cascade;
delete from reads where structure = '3';
create table closure (ancestor bigint not null, descendant bigint not null, distance int not null);
select clock_timestamp() as began \gset
insert into closure
with recursive up(ancestor, descendant, distance) as (
    select inviter_id, id, 1 from users where inviter_id is not null
    union all
    select u.inviter_id, up.descendant, up.distance + 1
    from up cross join lateral (select inviter_id from users u where u.id = up.ancestor and inviter_id is not null offset 0) u)
select * from up;
alter table closure add primary key (ancestor, descendant);
create index closure_descendant on closure (descendant);
insert into results (what, structure, value, unit)
values ('f build', '3', extract(epoch from clock_timestamp() - :'began') * 1000, 'ms'),
       ('f disk', '3', pg_total_relation_size('closure'), 'bytes');
vacuum analyze closure;
insert into reads values ('3', $q$
    select c.ancestor as user_id, count(*) as size, count(*) filter (where is_active) as active,
           count(*) filter (where email_verified) as verified, max(c.distance) as levels, max(created_at) as last_join
    from closure c join users u on u.id = c.descendant where c.ancestor = any($1) group by c.ancestor $q$);
create or replace function add_3(inviter bigint) returns void language plpgsql as $$
declare
    new_id bigint;
begin
    insert into users (inviter_id) values (inviter) returning id into new_id;
    insert into closure
    select c.ancestor, new_id, c.distance + 1 from closure c where c.descendant = inviter
    union all select inviter, new_id, 1;
end $$;
create or replace function move_3(who bigint, target bigint) returns void language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
    update users set inviter_id = target where id = who;
    create temp table branch on commit drop as
    select descendant, distance from closure where ancestor = who union all select who, 0;
    delete from closure c using (select ancestor from closure where descendant = who) a, branch b
    where c.ancestor = a.ancestor and c.descendant = b.descendant;
    insert into closure
    select a.ancestor, b.descendant, a.distance + b.distance + 1
    from (select ancestor, distance from closure where descendant = target union all select target, 0) a, branch b;
end $$;
create or replace function remove_3(who bigint) returns void language plpgsql as $$
begin
    delete from closure where descendant = who;
    delete from users where id = who;
end $$;
