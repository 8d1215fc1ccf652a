-- Of the import $1, rows $2 wait for their inviter from now on, rows $3 do no more, and people $4 have come.
with done as (
    delete from {waiting} where import_id = $1 and number = any($3::bigint[])
), come as (
    update {waiting} set ready = true
    where import_id = $1 and inviter_id = any($4::bigint[]) and not ready and number <> all($3::bigint[])
)
insert into {waiting} (import_id, number, start, user_id, inviter_id)
select $1, w."Number", w."Start", w."UserID", w."InviterID"
from jsonb_to_recordset($2::jsonb) w ("Number" bigint, "Start" bigint, "UserID" bigint, "InviterID" bigint)
on conflict (import_id, number) do update set ready = false
