-- Whom each of many texts names by first and last name: a few of them, since more are no answer.
select t.n, u.id, u.username, u.first_name, u.last_name, u.is_active
from unnest(?::text[]) with ordinality t (text, n)
cross join lateral (
    select v.* from users v
    where v.search like search_pattern(' ' || t.text || ' ')
      and fold(coalesce(v.first_name, '') || ' ' || coalesce(v.last_name, '')) = fold(t.text)
    limit ?) u
order by t.n, u.id
