-- What keeps a person ($1) from inviting, if anything does.
select f.at, f.reason, coalesce(f.job_id, 0) as job_id,
    (select {person} from users i where i.id = f.user_id) as person,
    (select {person} from users i where i.id = f.by_id) as by
from invitation_freeze($1) f
