-- Some invitations, see models/invitation_list.go.
select {columns}
from invitations v
where {which}
order by v.id {direction} limit ?
