-- How many invitations there are in each state.
select invitation_state(v) as state, count(*) as count
from invitations v
where {which}
group by 1
