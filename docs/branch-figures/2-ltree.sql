-- Structure 2: the path of ids in a column of the person, with a GiST index and a covering btree.
-- An index entry has to fit in a page, so whoever stands deeper than 150 levels has no path here.
\set ON_ERROR_STOP on
set enable_hashjoin = off;
set enable_mergejoin = off;
set work_mem = '64MB';
set maintenance_work_mem = '1GB';
drop table if exists users_path cascade;
delete from reads where structure like '2%';
create table users_path (like users including defaults including identity including constraints, path ltree);
select clock_timestamp() as began \gset
insert into users_path
with recursive down as (
    select u.*, id::text::ltree as path from users u where inviter_id is null
    union all
    select u.*, case when nlevel(d.path) < 150 then d.path || u.id::text end
    from down d cross join lateral (select * from users u where u.inviter_id = d.id offset 0) u)
select * from down;
select clock_timestamp() as filled \gset
insert into results (what, structure, value, unit)
values ('f build paths', '2', extract(epoch from clock_timestamp() - :'began') * 1000, 'ms');
alter table users_path add primary key (id);
create index users_path_inviter on users_path (inviter_id, id) where inviter_id is not null;
alter table users_path add foreign key (inviter_id) references users_path;
alter table users_path alter id restart with 100000001;
select clock_timestamp() as began \gset
create index users_path_btree on users_path (path) include (is_active, email_verified, created_at);
insert into results (what, structure, value, unit)
values ('f build btree', '2', extract(epoch from clock_timestamp() - :'began') * 1000, 'ms');
select clock_timestamp() as began \gset
create index users_path_gist on users_path using gist (path);
insert into results (what, structure, value, unit)
values ('f build gist', '2', extract(epoch from clock_timestamp() - :'began') * 1000, 'ms');
vacuum analyze users_path;
insert into results (what, structure, value, unit)
values ('f disk paths', '2', pg_table_size('users_path') - pg_table_size('users'), 'bytes'),
       ('f disk gist', '2', pg_relation_size('users_path_gist'), 'bytes'), ('f disk btree', '2', pg_relation_size('users_path_btree'), 'bytes');
insert into reads values ('2 gist', $q$
    select s.id as user_id, f.* from users_path s cross join lateral (
        select count(*) as size, count(*) filter (where is_active) as active, count(*) filter (where email_verified) as verified,
               max(nlevel(p.path)) - nlevel(s.path) as levels, max(created_at) as last_join
        from users_path p where p.path <@ s.path and p.id <> s.id) f
    where s.id = any($1) $q$), ('2 btree', $q$
    select s.id as user_id, f.* from users_path s cross join lateral (
        select count(*) as size, count(*) filter (where is_active) as active, count(*) filter (where email_verified) as verified,
               max(nlevel(p.path)) - nlevel(s.path) as levels, max(created_at) as last_join
        from users_path p where p.path > s.path and p.path < (s.path::text || '0')::ltree) f
    where s.id = any($1) $q$);
create or replace function add_2(inviter bigint) returns void language plpgsql as $$
declare
    new_id bigint := nextval(pg_get_serial_sequence('users_path', 'id'));
begin
    insert into users_path (id, inviter_id, path) overriding system value
    select new_id, inviter, u.path || new_id::text from users_path u where u.id = inviter for share;
end $$;
create or replace function move_2(who bigint, target bigint) returns void language plpgsql as $$
declare
    old ltree := (select path from users_path where id = who);
    above ltree := (select path from users_path where id = target);
begin
    update users_path set path = above || subpath(path, nlevel(old) - 1),
        inviter_id = case when id = who then target else inviter_id end
    where path >= old and path < (old::text || '0')::ltree;
end $$;
create or replace function remove_2(who bigint) returns void language plpgsql as $$
begin
    delete from users_path where id = who;
end $$;
