-- What is searched, by every three characters, and by the stretches of ids that user_marks counts: those of one stretch
-- are found without those of the others. What was just written waits in a list that each look at the index goes through,
-- so that list is kept short.
create extension if not exists btree_gin;
drop index users_search;
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
