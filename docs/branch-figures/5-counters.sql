-- Structure 5: the figures on every inviter; whoever writes a person writes all ancestors, from the root down.
\set ON_ERROR_STOP on
drop table if exists counted cascade;
delete from reads where structure = '5';
create table counted (
    user_id bigint primary key, size int not null, active int not null, verified int not null, levels int, last_join timestamptz
) with (fillfactor = 70);
select clock_timestamp() as began \gset
insert into counted select * from figures order by user_id;
insert into results (what, structure, value, unit)
values ('f build (on the figures)', '5', extract(epoch from clock_timestamp() - :'began') * 1000, 'ms'),
       ('f disk', '5', pg_total_relation_size('counted'), 'bytes');
vacuum analyze counted;
insert into reads values ('5', 'select * from counted where user_id = any($1)');

create or replace function add_up_5(inviter bigint, n int, a int, v int, high int, newest timestamptz) returns void language sql as $$
    with recursive up(id, distance) as (
        select inviter, 0 where inviter is not null
        union all
        select u.inviter_id, up.distance + 1
        from up cross join lateral (select inviter_id from users u where u.id = up.id and inviter_id is not null offset 0) u)
    insert into counted as c
    select id, n, a, v, high + distance, newest from up order by id
    on conflict (user_id) do update set size = c.size + excluded.size, active = c.active + excluded.active,
        verified = c.verified + excluded.verified, levels = greatest(c.levels, excluded.levels), last_join = greatest(c.last_join, excluded.last_join)
$$;
create or replace function add_5(inviter bigint) returns void language plpgsql as $$
declare
    u users;
begin
    insert into users (inviter_id) values (inviter) returning * into u;
    perform add_up_5(inviter, 1, u.is_active::int, u.email_verified::int, 1, u.created_at);
end $$;
create or replace function move_5(who bigint, target bigint) returns void language plpgsql as $$
declare
    u users; f counted;
begin
    select * into u from users where id = who;
    select * into f from counted where user_id = who;
    update users set inviter_id = target where id = who;
    perform add_up_5(u.inviter_id, -1 - coalesce(f.size, 0), -u.is_active::int - coalesce(f.active, 0), -u.email_verified::int - coalesce(f.verified, 0), null, null);
    perform lower_5(u.inviter_id, 1 + coalesce(f.levels, 0), greatest(u.created_at, f.last_join));
    perform add_up_5(target, 1 + coalesce(f.size, 0), u.is_active::int + coalesce(f.active, 0), u.email_verified::int + coalesce(f.verified, 0),
        1 + coalesce(f.levels, 0), greatest(u.created_at, f.last_join));
end $$;
create or replace function remove_5(who bigint) returns void language plpgsql as $$
declare
    u users;
begin
    delete from users where id = who returning * into u;
    delete from counted where user_id = who;
    perform add_up_5(u.inviter_id, -1, -u.is_active::int, -u.email_verified::int, null, null);
    perform lower_5(u.inviter_id, 1, u.created_at);
end $$;
