-- One person, whole. {columns} is user_columns.sql and invitee_columns.sql.
select {columns}
from users u
where {which}
