-- At most $2 rows of the import $1 that waited and whose inviter has come, and with them those who wait for the people
-- they bring; or, where $3, any that wait. {which} says it of them: as one condition with $3 it would find no index.
with recursive ready (number, start, user_id) as (
    (select w.number, w.start, w.user_id from {waiting} w
     where w.import_id = $1 and {which} order by w.number limit $2)
    union
    select w.number, w.start, w.user_id
    from ready r join {waiting} w on w.import_id = $1 and w.inviter_id = r.user_id
    where not $3
)
select number, start from ready limit $2
