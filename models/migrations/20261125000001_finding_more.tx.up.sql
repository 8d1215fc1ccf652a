-- This writes the table and its indexes anew, under a lock: of a million people forty seconds, of ten million eight
-- minutes, and meanwhile as much disk again. Stop the consoles before: what they ask would wait for its end.
set local maintenance_work_mem = '512MB';

-- The fields with few values in one number, which every order's index holds beside the language and the last change:
-- whoever fulfils filters by them is found along the order without a look at the table (models/user_traits.go).
drop index
    users_search, users_by_call_allowed, users_by_created_at, users_by_date_of_birth, users_by_email_allowed, users_by_email_verified,
    users_by_first_name, users_by_gender, users_by_is_active, users_by_is_admin, users_by_is_anonymized,
    users_by_is_staff, users_by_language_code, users_by_last_login, users_by_last_name, users_by_mobile_number,
    users_by_profile_completed, users_by_sms_allowed, users_by_updated_at, users_by_user_type, users_by_email,
    users_by_username;
alter table users add column traits integer not null generated always as (
    call_allowed::int | (email_allowed::int << 1) | (email_verified::int << 2) | (is_active::int << 3) | (is_admin::int << 4)
    | (is_anonymized::int << 5) | (is_auditor::int << 6) | (is_staff::int << 7) | (profile_completed::int << 8) | (sms_allowed::int << 9)
    | ((user_type = 'guest')::int << 10)
    | (case gender when 'male' then 1 when 'female' then 2 when 'other' then 3 when 'non-binary' then 4 else 0 end << 11)) stored;
create index users_by_call_allowed on users (call_allowed, id) include (traits, language_code, updated_at);
create index users_by_created_at on users (created_at, id) include (traits, language_code, updated_at);
create index users_by_date_of_birth on users (date_of_birth, id) include (traits, language_code, updated_at);
create index users_by_email_allowed on users (email_allowed, id) include (traits, language_code, updated_at);
create index users_by_email_verified on users (email_verified, id) include (traits, language_code, updated_at);
create index users_by_first_name on users (first_name, id) include (traits, language_code, updated_at);
create index users_by_gender on users (gender, id) include (traits, language_code, updated_at);
create index users_by_is_active on users (is_active, id) include (traits, language_code, updated_at);
create index users_by_is_admin on users (is_admin, id) include (traits, language_code, updated_at);
create index users_by_is_anonymized on users (is_anonymized, id) include (traits, language_code, updated_at);
create index users_by_is_staff on users (is_staff, id) include (traits, language_code, updated_at);
create index users_by_language_code on users (language_code, id) include (traits, updated_at);
create index users_by_last_login on users (last_login, id) include (traits, language_code, updated_at);
create index users_by_last_name on users (last_name, id) include (traits, language_code, updated_at);
create index users_by_mobile_number on users (mobile_number, id) include (traits, language_code, updated_at);
create index users_by_profile_completed on users (profile_completed, id) include (traits, language_code, updated_at);
create index users_by_sms_allowed on users (sms_allowed, id) include (traits, language_code, updated_at);
create index users_by_updated_at on users (updated_at, id) include (traits, language_code);
create index users_by_user_type on users (user_type, id) include (traits, language_code, updated_at);
create index users_by_email on users (lower(email), id) include (email, traits, language_code, updated_at);
create index users_by_username on users (lower(username), id) include (username, traits, language_code, updated_at);
create index users_by_id on users (id) include (traits, language_code, updated_at);

-- What is searched, by every three characters, and by the stretches of ids that user_marks counts: those of one stretch
-- are found without those of the others. What was just written waits in a list that each look at the index goes through,
-- so that list is kept short.
create extension if not exists btree_gin;
create index users_search on users using gin ((id / 4096), search gin_trgm_ops) with (gin_pending_list_limit = 128);

-- search_patterns gives the pattern of each word of a search (search_pattern).
create function search_patterns(words text[]) returns text[]
language sql immutable strict parallel safe
return array(select search_pattern(w) from unnest(words) w);

-- A count of more than enough people holds for a while, though some of them change. After a recount nothing is known to:
-- it counts as more changes than any such count allows for.
create or replace function recount_users() returns void language plpgsql as $$
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
    insert into user_marks as m (field, stretch, slot, count) values ('changes', 0, 0, 1000000)
    on conflict (field, stretch, slot) do update set count = m.count + excluded.count;
end $$;

-- Whether somebody was moved is counted: asked whether there is any, Postgres compared each changed row with each, and
-- a change of many people took as long as its square.
create or replace function users_refuse_cycle_of_moved() returns trigger language plpgsql as $$
declare
    ring bigint;
begin
    if 0 = (select count(*) from removed o join added n using (id)
            where n.inviter_id is not null and o.inviter_id is distinct from n.inviter_id) then
        return null;
    end if;
    if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
        raise exception 'people are moved in a read committed transaction, which sees what others just moved'
            using errcode = 'feature_not_supported';
    end if;
    perform pg_advisory_xact_lock(hashtext('roster.users.inviter'));
    with recursive above(start, id) as (
        select n.id, n.inviter_id from removed o join added n using (id)
        where n.inviter_id is not null and o.inviter_id is distinct from n.inviter_id
        union
        select above.start, u.inviter_id from above join users u on u.id = above.id
        where u.inviter_id is not null and above.id <> above.start)
    select start into ring from above where id = start limit 1;
    if found then
        raise exception 'user % would be their own inviter', ring
            using errcode = 'check_violation', constraint = 'users_no_invitation_cycle', table = 'users';
    end if;
    return null;
end $$;
