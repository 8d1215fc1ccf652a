-- An audit entry for each of several people ($1), in the order of ids. $2 acts, or the command line: 0.
insert into audit_entries (actor_id, action, target_type, target_id, door, request_id, address, changes)
select nullif($2::bigint, 0), e.action, 'users', e.id, $3, $4, $5, e.changes
from jsonb_to_recordset($1::jsonb) e (id bigint, action text, changes jsonb)
order by e.id
