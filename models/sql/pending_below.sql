-- How many pending invitations and invite codes there are of somebody ($1) and everybody below them. The walk ends at $2
-- people, since a page waits for it: whoever asks sees by their number whether it was ended.
with recursive walk (id) as (
    select $1::bigint
    union
    select u.id from walk w join users u on u.inviter_id = w.id
), branch as materialized (select id from walk limit $2::bigint)
select (select count(*) from branch) as people,
    (select count(*) from invitations v join branch b on b.id = v.inviter_id where invitation_state(v) = 'pending') as invitations,
    (select count(*) from users u join branch b using (id) where u.invite_code is not null) as codes
