-- Reads, moves, deletions and folds, each structure in turn, the whole :rounds times (writes at most 3 times).
\set ON_ERROR_STOP on
set max_parallel_workers_per_gather = 0;
set work_mem = '64MB';
set client_min_messages = warning;

create or replace procedure drain(called text) language plpgsql as $$
declare
    began timestamptz; folds int := 0; rows_ bigint;
begin
    commit;
    began := clock_timestamp();
    select count(*) into rows_ from pending;
    while fold_6() > 0 loop
        folds := folds + 1;
        commit;
    end loop;
    insert into results (what, structure, value, unit)
    values (called || ': time', '6', extract(epoch from clock_timestamp() - began) * 1000, 'ms'), (called || ': rows', '6', rows_, 'rows');
end $$;

-- Takes away who was added and puts back the figures of whoever was above. Structures share the table users, so
-- this stands between two of them.
create or replace procedure restore() language plpgsql as $$
declare
    t text;
begin
    create temp table touched on commit drop as
    with recursive up as (
        select inviter_id as id from users where id > 100000000
        union select unnest(array[hub, bottom, thousand, many, target]) from nodes
        union select u.inviter_id from up cross join lateral (select inviter_id from users u where u.id = up.id and inviter_id is not null offset 0) u)
    select id from up;
    foreach t in array array['users', 'users_path', 'users_span'] loop
        if to_regclass(t) is not null then
            execute format('delete from %I where id > 100000000', t);
        end if;
    end loop;
    if to_regclass('closure') is not null then
        delete from closure where descendant > 100000000;
    end if;
    truncate pending;
    delete from counted where user_id in (select id from touched) or user_id > 100000000;
    insert into counted select f.* from figures f join touched on id = user_id;
    delete from folded where user_id in (select id from touched) or user_id > 100000000;
    insert into folded select f.* from figures f join touched on id = user_id;
    commit;
end $$;

create or replace procedure write_all(structures text[], rounds int) language plpgsql as $$
declare
    n nodes; s text; who bigint; home bigint; label text; place bigint; leaf bigint;
    own jsonb := '{"2": "users_path", "4": "users_span"}';
begin
    select * into n from nodes;
    for round in 1..rounds loop
        foreach label in array array['d move 1,000', 'd move 100,000'] loop
            who := case label when 'd move 1,000' then n.thousand else n.many end;
            select inviter_id into home from users where id = who;
            foreach s in array structures loop
                foreach place in array array[n.target, home] loop
                    call timed(label, s, format('select move_%s(%s, %s)', s, who, place));
                    if s = '6' then
                        call timed(label, '6 its fold', 'select fold_6()');
                    end if;
                end loop;
            end loop;
        end loop;
        foreach label in array array['e leaf that holds no maximum', 'e newest leaf of the hub'] loop
            foreach s in array structures loop
                execute format('select add_%s(7)', s);
                if s = '6' then perform fold_6(); end if;
                execute format('select max(id) from %I', coalesce(own ->> s, 'users')) into leaf;
                if label = 'e leaf that holds no maximum' then
                    execute format('update %I set created_at = ''2023-01-01'' where id = %s', coalesce(own ->> s, 'users'), leaf);
                end if;
                call timed(label, s, format('select remove_%s(%s)', s, leaf));
                if s = '6' then
                    call timed(label, '6 its fold', 'select fold_6()');
                end if;
            end loop;
        end loop;
    end loop;
end $$;

create or replace procedure fold_all(rounds int) language plpgsql as $$
declare
    n nodes; f text;
begin
    select * into n from nodes;
    for round in 1..rounds loop
        foreach f in array array['6', '6m'] loop
            perform add_6(7);
            call timed('g fold of 1 row, hub', f, format('select fold_%s()', f));
            perform add_6(7) from generate_series(1, 20000);
            call timed('g fold of 20,000 rows, hub', f, format('select fold_%s()', f));
            perform add_6(n.bottom);
            call timed('g fold of 1 row, bottom of chain', f, format('select fold_%s()', f));
            perform add_6(n.bottom - 10 * i) from generate_series(0, 999) i;
            call timed('g fold of 1,000 rows, 1,000 places of the chain', f, format('select fold_%s()', f));
            perform add_6((hashint8(i) & 2147483647) % (n.bottom - 10000) + 1) from generate_series(round * 20000, round * 20000 + 19999) i;
            call timed('g fold of 20,000 rows, 20,000 places but the chain', f, format('select fold_%s()', f));
        end loop;
    end loop;
end $$;

select array(select id from users where inviter_id = 1 order by id limit 50) as root_page,
       array(select id from users where inviter_id = 7 order by id limit 50) as hub_page, n.* from nodes n \gset
call read_all('a root', array[:root], :heavy, :'structures');
call read_all('a hub', array[:hub], :rounds, :'structures');
call read_all('a about 1,000', array[:thousand], :rounds, :'structures');
call read_all('a leaf', array[:leaf], :rounds, :'structures');
call read_all('a page of 50 below the root', :'root_page', :heavy, :'structures');
call read_all('a page of 50 below the hub', :'hub_page', :rounds, :'structures');
call write_all(string_to_array(:'structures', ','), least(:rounds, 3));
delete from users where id > 100000000;
insert into results (what, structure, value, unit)
values ('wrong after moves and deletions', '5', wrong_5(), 'inviters'), ('wrong after moves and deletions', '6', wrong_6(), 'inviters');
call restore();
call fold_all(least(:rounds, 3));
insert into results (what, structure, value, unit) values ('wrong after the folds', '6', wrong_6(), 'inviters');
call restore();
