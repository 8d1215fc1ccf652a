-- Who or what in the directory has the keys that drafts name ($1: kind -> keys). {username} and its like give the id
-- of the person who has k.key. Names are given back as Unicode composes them, where that is another spelling.
select 'username' as kind, k.key, p.id, null as text
from jsonb_array_elements_text($1::jsonb->'username') k (key) cross join lateral ({username}) p
union all
select 'email', k.key, p.id, null
from jsonb_array_elements_text($1::jsonb->'email') k (key) cross join lateral ({email}) p
union all
select 'mobile_number', k.key, p.id, null
from jsonb_array_elements_text($1::jsonb->'mobile_number') k (key) cross join lateral ({mobile_number}) p
union all
select 'invite_code', k.key, p.id, null
from jsonb_array_elements_text($1::jsonb->'invite_code') k (key) cross join lateral ({invite_code}) p
union all
select 'id', k.key, p.id, null
from jsonb_array_elements_text($1::jsonb->'id') k (key) cross join lateral ({id}) p
union all
select 'group', k.key, g.id, null
from jsonb_array_elements_text($1::jsonb->'group') k (key) join groups g on g.id = k.key::bigint
union all
select 'group_name', k.key, g.id, null
from jsonb_array_elements_text($1::jsonb->'group_name') k (key) join groups g on lower(g.name collate "C") = k.key
union all
select 'permission', k.key, p.id, null
from jsonb_array_elements_text($1::jsonb->'permission') k (key) join permissions p on p.id = k.key::bigint
union all
select 'name', k.key, null, normalize(k.key, nfc)
from jsonb_array_elements_text($1::jsonb->'name') k (key) where k.key is not nfc normalized
