-- Whose names, username or e-mail address hold something like what was typed, the likest first. {which} is what else was
-- asked. Of a thousand and more the likest are not looked for: then what was typed is like too much.
select c.id, c.username, c.first_name, c.last_name, c.is_active
from (select u.*, word_similarity(t.typed, u.search) as likeness
      from users u, (select fold(?) as typed) t
      where t.typed <% u.search and {which} limit 1000) c
order by c.likeness desc, c.id
limit ?
