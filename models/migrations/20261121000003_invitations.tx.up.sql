-- The invitation forest: users.inviter_id points at the inviter. Here stand the two promises about it that a
-- foreign key cannot keep: it has no ring, and each inviter's number of invitees is known without counting.

-- How many people somebody invited, in up to 16 parts: writers under one hot inviter meet on different rows and
-- need not queue. The number is the sum of the parts, and a part alone may be negative.
create table invitee_counts (
    user_id bigint not null references users on delete cascade,
    slot    smallint not null,
    count   bigint not null,
    primary key (user_id, slot)
) with (fillfactor = 70);

create function invitees_count(inviter bigint) returns bigint
language sql stable parallel safe
return (select coalesce(sum(c.count), 0)::bigint from invitee_counts c where c.user_id = inviter);

-- The three triggers fold a whole statement into one change per inviter, in the order of inviters, so that a load
-- of a million people costs one statement more and two statements cannot wait for each other in a ring.
create function invitees_add() returns trigger language plpgsql as $$
begin
    insert into invitee_counts as c (user_id, slot, count)
    select inviter_id, pg_backend_pid() % 16, count(*) from added where inviter_id is not null group by inviter_id order by inviter_id
    on conflict (user_id, slot) do update set count = c.count + excluded.count;
    return null;
end $$;

create function invitees_take() returns trigger language plpgsql as $$
begin
    insert into invitee_counts as c (user_id, slot, count)
    select r.inviter_id, pg_backend_pid() % 16, -count(*) from removed r
    where exists (select from users u where u.id = r.inviter_id)
    group by r.inviter_id order by r.inviter_id
    on conflict (user_id, slot) do update set count = c.count + excluded.count;
    return null;
end $$;

create function invitees_shift() returns trigger language plpgsql as $$
begin
    insert into invitee_counts as c (user_id, slot, count)
    select inviter_id, pg_backend_pid() % 16, sum(by) from (
        select o.inviter_id, -1 as by from removed o join added n using (id)
        where o.inviter_id is distinct from n.inviter_id
        union all
        select n.inviter_id, 1 from removed o join added n using (id)
        where o.inviter_id is distinct from n.inviter_id) moved
    where inviter_id is not null
    group by inviter_id having sum(by) <> 0 order by inviter_id
    on conflict (user_id, slot) do update set count = c.count + excluded.count;
    return null;
end $$;

-- Nobody stands above themself. A person who was just added has no invitees but those added by the same statement,
-- so a ring of new people needs one who names an inviter with an id at or above their own: only those are followed.
create function users_refuse_cycle_of_new() returns trigger language plpgsql as $$
declare
    ring bigint;
begin
    with recursive above(start, id) as (
        select n.id, n.inviter_id from added n where n.inviter_id >= n.id
        union
        select above.start, n.inviter_id from above join added n on n.id = above.id where n.inviter_id is not null)
    select start into ring from above where id = start limit 1;
    if found then
        raise exception 'user % would be their own inviter', ring
            using errcode = 'check_violation', constraint = 'users_no_invitation_cycle', table = 'users';
    end if;
    return null;
end $$;

-- A move can close a ring together with a move in another transaction that neither can see. So moves take turns,
-- and look only after their turn has come; that needs the fresh snapshot of read committed.
create function users_refuse_cycle_of_moved() returns trigger language plpgsql as $$
declare
    ring bigint;
begin
    if not exists (select from removed o join added n using (id)
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

create trigger users_invitees_added after insert on users referencing new table as added
    for each statement execute function invitees_add();
create trigger users_invitees_removed after delete on users referencing old table as removed
    for each statement execute function invitees_take();
create trigger users_invitees_moved after update on users referencing old table as removed new table as added
    for each statement execute function invitees_shift();
create trigger users_no_cycle_of_new after insert on users referencing new table as added
    for each statement execute function users_refuse_cycle_of_new();
create trigger users_no_cycle_of_moved after update on users referencing old table as removed new table as added
    for each statement execute function users_refuse_cycle_of_moved();
