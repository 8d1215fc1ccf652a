-- Adds somebody who joins under $7: username $1, password $2, first and last name $3 $4, e-mail $5, which is theirs for
-- certain where $6. They come by the invitation $8, which was sent to that address where $9, or else by the code $10.
-- An address that somebody has is left out where the link is for anybody.
with newcomer as (
    insert into users (username, password_hash, first_name, last_name, email, email_verified, inviter_id)
    select $1, $2, nullif($3, ''), nullif($4, ''), e.email, e.email is not null and $6::boolean, $7::bigint
    from (select case when $9::boolean or not exists (select from users u where lower(u.email) = lower($5 collate "C"))
                 then nullif($5, '') end as email) e
    returning id
), put as (
    insert into user_groups (user_id, group_id, granted_by)
    select n.id, v.group_id, v.backed_by from newcomer n join invitations v on v.id = $8 where v.group_id is not null
), counted as (
    update invitations set joined = joined + 1, updated_at = now(), version = version + 1 where id = $8
), noted as (
    insert into invitation_joins (user_id, invitation_id, code) select n.id, nullif($8::bigint, 0), nullif($10, '') from newcomer n
)
select id from newcomer
