-- What everybody's branch of the forest comes to: all who stand below them, however far. It is kept, since a branch may
-- be the whole directory and a page shows fifty (docs/branch-figures.md compares the ways). Nobody who writes touches
-- it: they leave a note of what changed, and one at a time the notes are added to all who stand above (models/branch_fold.go).
-- So writers under one inviter never wait for each other, whoever is how far above them.

-- Who never invited anybody has no row, and a branch of nobody.
create table branches (
    user_id     bigint primary key,        -- no reference: whoever adds up would wait for those who delete, and they for the notes
    size        bigint not null,
    active      bigint not null,
    verified    bigint not null,           -- whose e-mail address is
    levels      integer not null,          -- how far down the branch goes
    last_joined timestamptz                -- when the last of them came: created_at
) with (fillfactor = 70);

-- By how much the branches of somebody and of everybody above them changed. Always true: what branches says of somebody,
-- with the notes about them and all below them, is what a count would give.
create table branch_changes (
    id          bigint generated always as identity primary key,
    user_id     bigint not null,
    size        bigint not null default 0,
    active      bigint not null default 0,
    verified    bigint not null default 0,
    levels      integer not null default 0, -- so far below user_id somebody came, or
    last_joined timestamptz,                -- so late;
    gone        boolean not null default false -- or went: perhaps they were the farthest or the last
);
create index branch_changes_of on branch_changes (user_id);

create or replace function invitees_add() returns trigger language plpgsql as $$
begin
    insert into invitee_counts as c (user_id, slot, count)
    select inviter_id, pg_backend_pid() % 16, count(*) from added where inviter_id is not null group by inviter_id order by inviter_id
    on conflict (user_id, slot) do update set count = c.count + excluded.count;
    insert into branch_changes (user_id, size, active, verified, levels, last_joined)
    select inviter_id, count(*), count(*) filter (where is_active), count(*) filter (where email_verified), 1, max(created_at)
    from added where inviter_id is not null group by inviter_id;
    return null;
end $$;

-- Whoever goes, goes with the notes about them: those are about everybody above them too, so they pass to the nearest
-- who stays.
create or replace function invitees_take() returns trigger language plpgsql as $$
begin
    insert into invitee_counts as c (user_id, slot, count)
    select r.inviter_id, pg_backend_pid() % 16, -count(*) from removed r
    where exists (select from users u where u.id = r.inviter_id)
    group by r.inviter_id order by r.inviter_id
    on conflict (user_id, slot) do update set count = c.count + excluded.count;
    with recursive above (id, stays, levels) as (
        select id, inviter_id, 1 from removed
        union all
        select a.id, r.inviter_id, a.levels + 1 from above a join removed r on r.id = a.stays where a.levels < 100000 -- or it is a ring
    ), heirs as materialized (
        select a.* from above a left join removed r on r.id = a.stays where r.id is null
    ), passed as (
        update branch_changes c set user_id = h.stays, levels = case when c.levels > 0 then c.levels + h.levels else 0 end
        from heirs h where c.user_id = h.id and h.stays is not null
    )
    insert into branch_changes (user_id, size, active, verified, levels, last_joined, gone)
    select h.stays, -count(*), -count(*) filter (where r.is_active), -count(*) filter (where r.email_verified), max(h.levels), max(r.created_at), true
    from heirs h join removed r using (id) where h.stays is not null group by h.stays;
    delete from branches b using removed r where b.user_id = r.id; -- by now nobody adds up what was noted about them
    return null;
end $$;

-- Moments are told in years of four digits.
alter table users add constraint users_times_have_four_digits check (created_at >= '0001-01-02' and created_at < '9999-12-31'
    and updated_at >= '0001-01-02' and updated_at < '9999-12-31' and last_login >= '0001-01-02' and last_login < '9999-12-31') not valid;

-- All that a change of people means for the forest, by one look at what changed.
--
-- A move can close a ring together with a move in another transaction that neither can see, and what a branch comes to
-- must not change while it is carried from one inviter to another. So moves and whoever adds up the notes take turns,
-- and look only after their turn has come; that needs the fresh snapshot of read committed.
create function users_forest_changed() returns trigger language plpgsql as $$
declare
    moved bigint;
    differ bigint;
    ring bigint;
begin
    select count(*) filter (where o.inviter_id is distinct from n.inviter_id),
           count(*) filter (where n.inviter_id is not null and (o.is_active, o.email_verified, o.created_at) is distinct from (n.is_active, n.email_verified, n.created_at))
    into moved, differ from removed o join added n using (id);

    if differ > 0 then
        insert into branch_changes (user_id, active, verified)
        select n.inviter_id, sum(n.is_active::int - o.is_active::int), sum(n.email_verified::int - o.email_verified::int)
        from removed o join added n using (id)
        where n.inviter_id = o.inviter_id and (o.is_active, o.email_verified) is distinct from (n.is_active, n.email_verified)
        group by n.inviter_id;
        insert into branch_changes (user_id, last_joined, gone)
        select n.inviter_id, v.at, v.gone from removed o join added n using (id)
        cross join lateral (values (n.created_at, false), (o.created_at, true)) v (at, gone)
        where n.inviter_id = o.inviter_id and o.created_at <> n.created_at;
    end if;
    if moved = 0 then
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

    insert into invitee_counts as c (user_id, slot, count)
    select v.inviter_id, pg_backend_pid() % 16, sum(v.by) from removed o join added n using (id)
    cross join lateral (values (o.inviter_id, -1), (n.inviter_id, 1)) v (inviter_id, by)
    where o.inviter_id is distinct from n.inviter_id and v.inviter_id is not null
    group by v.inviter_id having sum(v.by) <> 0 order by v.inviter_id
    on conflict (user_id, slot) do update set count = c.count + excluded.count;

    -- What is noted about a branch and not yet added up goes with it by itself.
    insert into branch_changes (user_id, size, active, verified, levels, last_joined, gone)
    select v.inviter_id, v.by * (1 + coalesce(b.size, 0)),
           v.by * (case when v.by < 0 then o.is_active else n.is_active end::int + coalesce(b.active, 0)),
           v.by * (case when v.by < 0 then o.email_verified else n.email_verified end::int + coalesce(b.verified, 0)),
           1 + coalesce(b.levels, 0), greatest(case when v.by < 0 then o.created_at else n.created_at end, b.last_joined), v.by < 0
    from removed o join added n using (id)
    left join branches b on b.user_id = n.id
    cross join lateral (values (o.inviter_id, -1), (n.inviter_id, 1)) v (inviter_id, by)
    where o.inviter_id is distinct from n.inviter_id and v.inviter_id is not null;
    return null;
end $$;

drop trigger users_invitees_moved on users;
drop trigger users_no_cycle_of_moved on users;
drop function invitees_shift();
drop function users_refuse_cycle_of_moved();
create trigger users_forest_changed after update on users referencing old table as removed new table as added
    for each statement execute function users_forest_changed();

-- recount_branches forgets what every branch comes to and notes everybody anew, to be added up.
create function recount_branches() returns void language plpgsql as $$
begin
    lock table users in share mode;
    perform pg_advisory_xact_lock(hashtext('roster.users.inviter'));
    delete from branches;
    delete from branch_changes;
    insert into branch_changes (user_id, size, active, verified, levels, last_joined)
    select inviter_id, count(*), count(*) filter (where is_active), count(*) filter (where email_verified), 1, max(created_at)
    from users where inviter_id is not null group by inviter_id;
end $$;
select recount_branches();

create function forest_truncated() returns trigger language plpgsql as $$
begin
    perform recount_branches();
    return null;
end $$;
create trigger users_forest_truncated after truncate on users for each statement execute function forest_truncated();

-- look_again finds how far the branches of people go down, and when the last in them came, from those whom they invited.
-- Who stands below others comes before them.
create function look_again(people bigint[]) returns void language plpgsql as $$
declare
    person bigint;
begin
    foreach person in array people loop
        update branches b set (levels, last_joined) = (
            select coalesce(max(1 + coalesce(below.levels, 0)), 0), max(greatest(u.created_at, below.last_joined))
            from users u left join branches below on below.user_id = u.id
            where u.inviter_id = person)
        where b.user_id = person;
    end loop;
end $$;

-- The way up from somebody takes as many looks as people stand above: with the inviter in the index, none at the table.
drop index users_by_id;
create index users_by_id on users (id) include (traits, language_code, updated_at, inviter_id);
