-- Whom each of many texts names: exactly, by what nobody shares with another.
select t.n, u.id, u.username, u.first_name, u.last_name, u.is_active
from unnest(?::text[]) with ordinality t (text, n)
cross join lateral (
    select v.id from users v where v.id = case when t.text ~ '^[0-9]{1,18}$' or t.text ~ '^[1-8][0-9]{18}$' then t.text::bigint end
    union
    select v.id from users v where lower(v.username) = lower(t.text collate "C")
    union
    select v.id from users v where lower(v.email) = lower(t.text collate "C")
    union
    select v.id from users v where mobile_key(v.mobile_number) = case when t.text ~ '^[+]?[0-9 ().-]{5,}$' then mobile_key(t.text) end
    union
    select v.id from users v where v.invite_code = t.text) named
join users u on u.id = named.id
order by t.n, u.id
