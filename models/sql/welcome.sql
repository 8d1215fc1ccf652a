-- What the secret of a link (its SHA-256, $1) or an invite code ($2) opens, and what comes of opening it. What somebody
-- has now comes before what they had once.
with found (invitation_id, inviter_id, old) as (
    select v.id, v.inviter_id, false from invitations v where v.hash = $1
    union all
    select v.id, v.inviter_id, true from invitation_links l join invitations v on v.id = l.invitation_id where l.hash = $1
    union all
    select null, u.id, false from users u where u.invite_code = $2
    union all
    select null, c.user_id, true from retired_invite_codes c where c.code = $2
)
select f.invitation_id, v.email, v.mailed, v.group_id, {person} as inviter, i.id as inviter_id,
    case
        when f.invitation_id is null and f.old then 'retired'
        when f.invitation_id is null and not i.is_active then 'inactive'
        when invitation_state(v) <> 'pending' then invitation_state(v)
        when f.old then 'replaced'
        when v.group_id is not null and not coalesce(may_put(v.backed_by, v.group_id), false) then 'unbacked'
        when not i.is_active or exists (select from invitation_freeze(i.id)) then 'frozen'
        else 'open'
    end as outcome
from found f join users i on i.id = f.inviter_id left join invitations v on v.id = f.invitation_id
order by f.old limit 1
