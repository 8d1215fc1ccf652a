-- What finds people among millions: a way through the table for each field that the list filters or sorts by, and
-- numbers that are known without counting.

-- The search box looks into the id and the invite code, too.
drop index users_search;
alter table users drop column search;
alter table users add column search text not null generated always as (
    ' ' || id || ' ' || fold(username || ' ' || coalesce(first_name, '') || ' ' || coalesce(last_name, '') || ' ' || coalesce(email, '')
        || ' ' || coalesce(invite_code, ''))
    || ' ' || coalesce(mobile_key(mobile_number), '')) stored;
create index users_search on users using gin (search gin_trgm_ops);

-- packed writes a text with its length in bytes before it, so that many can stand in one column (models/packed.go).
create function packed(t text) returns text language sql immutable parallel safe
return coalesce(octet_length(t)::text || '.' || t, '0.');

-- Each ends with the id, which decides between equals: read forwards or backwards it is the list's order, and the
-- rows of one value stand together in the order of ids.
create index users_by_call_allowed on users (call_allowed, id);
create index users_by_created_at on users (created_at, id);
create index users_by_date_of_birth on users (date_of_birth, id);
create index users_by_email on users (lower(email), id) include (email);
create index users_by_email_allowed on users (email_allowed, id);
create index users_by_email_verified on users (email_verified, id);
create index users_by_first_name on users (first_name, id);
create index users_by_gender on users (gender, id);
create index users_by_is_active on users (is_active, id);
create index users_by_is_admin on users (is_admin, id);
create index users_by_is_anonymized on users (is_anonymized, id);
create index users_by_is_staff on users (is_staff, id);
create index users_by_language_code on users (language_code, id);
create index users_by_last_login on users (last_login, id);
create index users_by_last_name on users (last_name, id);
create index users_by_mobile_number on users (mobile_number, id);
create index users_by_profile_completed on users (profile_completed, id);
create index users_by_sms_allowed on users (sms_allowed, id);
create index users_by_updated_at on users (updated_at, id);
create index users_by_user_type on users (user_type, id);
create index users_by_username on users (lower(username), id) include (username);
create index users_auditors on users (id) where is_auditor;
create index users_colleagues on users (id) where is_staff or is_admin;
create index users_attributes on users using gin (attributes jsonb_path_ops);
create index users_attributes_kwargs on users using gin (attributes_kwargs jsonb_path_ops);
create index users_localized_attributes on users using gin (localized_attributes jsonb_path_ops);
create index users_localized_attributes_kwargs on users using gin (localized_attributes_kwargs jsonb_path_ops);

-- How many people there are of each kind: a row for every combination of the fields with few values. The sum over the
-- rows that a filter picks is the number of people whom it picks. As in invitee_counts each number is in up to 16
-- parts, so that writers need not queue, and a part alone may be negative.
create table user_kinds (
    call_allowed  boolean not null,
    email_allowed boolean not null,
    email_verified boolean not null,
    gender        text,
    is_active     boolean not null,
    is_admin      boolean not null,
    is_anonymized boolean not null,
    is_auditor    boolean not null,
    is_staff      boolean not null,
    language_code text,
    profile_completed boolean not null,
    sms_allowed   boolean not null,
    user_type     text not null,
    slot          smallint not null,
    count         bigint not null
) with (fillfactor = 70);
create unique index user_kinds_key on user_kinds (call_allowed, email_allowed, email_verified, coalesce(gender, ''), is_active, is_admin, is_anonymized, is_auditor,
    is_staff, coalesce(language_code, ''), profile_completed, sms_allowed, user_type, slot);

-- How many people there are in each stretch of a field that is ordered: of 4,096 ids, of a day of created_at or
-- updated_at. It tells how many stand between two values, and where the three hundred thousandth stands. Also how
-- many members a group has (its id is the stretch), and how many hold a permission directly; and under 'changes' how
-- often any of this changed: a number counted before holds as long as that one stays.
create table user_marks (
    field   text not null,
    stretch bigint not null,
    slot    smallint not null,
    count   bigint not null,
    primary key (field, stretch, slot)
) with (fillfactor = 70);

create function day_of(at timestamptz) returns bigint language sql immutable strict parallel safe
return floor(extract(epoch from at) / 86400)::bigint;

-- The rows are a whole statement's: added ones count 1, removed ones -1, changed ones both. What does not change in
-- sum is left alone.
create function users_tally() returns trigger language plpgsql as $$
declare
    rows text := case tg_op
        when 'INSERT' then 'select n.*, 1 as by from added n'
        when 'DELETE' then 'select o.*, -1 as by from removed o'
        else 'select n.*, 1 as by from added n union all select o.*, -1 from removed o' end;
begin
    execute 'insert into user_kinds as k (call_allowed, email_allowed, email_verified, gender, is_active, is_admin, is_anonymized, is_auditor, is_staff, language_code,
            profile_completed, sms_allowed, user_type, slot, count)
        select call_allowed, email_allowed, email_verified, gender, is_active, is_admin, is_anonymized, is_auditor, is_staff, language_code,
            profile_completed, sms_allowed, user_type, pg_backend_pid() % 16, sum(by)
        from (' || rows || ') r
        group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 having sum(by) <> 0 order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
        on conflict (call_allowed, email_allowed, email_verified, coalesce(gender, ''''), is_active, is_admin, is_anonymized, is_auditor,
            is_staff, coalesce(language_code, ''''), profile_completed, sms_allowed, user_type, slot) do update set count = k.count + excluded.count';
    execute 'insert into user_marks as m (field, stretch, slot, count)
        select field, stretch, pg_backend_pid() % 16, sum(by) from (' || rows || ') r
            cross join lateral (values (''created_at'', day_of(created_at)), (''id'', id / 4096), (''updated_at'', day_of(updated_at))) v (field, stretch)
        group by 1, 2 having sum(by) <> 0
        union all select ''changes'', 0, pg_backend_pid() % 16, count(*) from (' || rows || ') r having count(*) > 0
        order by 1, 2
        on conflict (field, stretch, slot) do update set count = m.count + excluded.count';
    return null;
end $$;
create trigger users_tally_added after insert on users referencing new table as added
    for each statement execute function users_tally();
create trigger users_tally_removed after delete on users referencing old table as removed
    for each statement execute function users_tally();
create trigger users_tally_changed after update on users referencing old table as removed new table as added
    for each statement execute function users_tally();

-- The same for who is in a group, and who holds a permission. The field is the table's name, the stretch the id in the
-- column that the trigger names.
create function grants_tally() returns trigger language plpgsql as $$
declare
    rows text := case tg_op
        when 'INSERT' then 'select n.*, 1 as by from added n'
        when 'DELETE' then 'select o.*, -1 as by from removed o'
        else 'select n.*, 1 as by from added n union all select o.*, -1 from removed o' end;
begin
    execute format('insert into user_marks as m (field, stretch, slot, count)
        select %L, %I, pg_backend_pid() %% 16, sum(by) from (%s) r group by 2 having sum(by) <> 0
        union all select ''changes'', 0, pg_backend_pid() %% 16, count(*) from (%s) r having count(*) > 0
        order by 1, 2
        on conflict (field, stretch, slot) do update set count = m.count + excluded.count',
        tg_table_name, tg_argv[0], rows, rows);
    return null;
end $$;
create trigger user_groups_tally_added after insert on user_groups referencing new table as added
    for each statement execute function grants_tally('group_id');
create trigger user_groups_tally_removed after delete on user_groups referencing old table as removed
    for each statement execute function grants_tally('group_id');
create trigger user_groups_tally_changed after update on user_groups referencing old table as removed new table as added
    for each statement execute function grants_tally('group_id');
create trigger user_permissions_tally_added after insert on user_permissions referencing new table as added
    for each statement execute function grants_tally('permission_id');
create trigger user_permissions_tally_removed after delete on user_permissions referencing old table as removed
    for each statement execute function grants_tally('permission_id');
create trigger user_permissions_tally_changed after update on user_permissions referencing old table as removed new table as added
    for each statement execute function grants_tally('permission_id');

-- recount_users counts everything anew: for a database that held people before, and after a truncate.
create function recount_users() returns void language plpgsql as $$
begin
    lock table users, user_groups, user_permissions in share mode;
    delete from user_kinds;
    insert into user_kinds
    select call_allowed, email_allowed, email_verified, gender, is_active, is_admin, is_anonymized, is_auditor, is_staff, language_code,
            profile_completed, sms_allowed, user_type, 0, count(*)
    from users group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13;
    delete from user_marks where field <> 'changes';
    insert into user_marks (field, stretch, slot, count)
    select 'id', id / 4096, 0, count(*) from users group by 2
    union all select 'created_at', day_of(created_at), 0, count(*) from users group by 2
    union all select 'updated_at', day_of(updated_at), 0, count(*) from users group by 2
    union all select 'user_groups', group_id, 0, count(*) from user_groups group by 2
    union all select 'user_permissions', permission_id, 0, count(*) from user_permissions group by 2;
    insert into user_marks as m (field, stretch, slot, count) values ('changes', 0, 0, 1)
    on conflict (field, stretch, slot) do update set count = m.count + 1;
end $$;
select recount_users();

create function users_truncated() returns trigger language plpgsql as $$
begin
    perform recount_users();
    return null;
end $$;
create trigger users_truncated after truncate on users for each statement execute function users_truncated();
create trigger user_groups_truncated after truncate on user_groups for each statement execute function users_truncated();
create trigger user_permissions_truncated after truncate on user_permissions for each statement execute function users_truncated();
