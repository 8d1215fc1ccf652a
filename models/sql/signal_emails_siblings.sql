-- The e-mail addresses of the newest so many whom somebody (?) invited, and what several may have in common: that they
-- reach one mailbox, as many servers have it, without dots and what follows a plus; that they differ in digits alone,
-- which is told only where something else is left; their domain.
with siblings as materialized (
    select u.id, v.kind, v.rank, v.text
    from (select * from users u where u.inviter_id = ? order by u.created_at desc limit ?) u
    cross join lateral (select lower(u.email) as email offset 0) e
    cross join lateral (select split_part(e.email, '@', 1) as local, split_part(e.email, '@', -1) as domain offset 0) p
    cross join lateral (values
        ('mailbox', 1, translate(split_part(p.local, '+', 1), '.', '') || '@' || p.domain),
        ('digits', 2, translate(p.local, '0123456789', '') || '@' || p.domain),
        ('domain', 3, p.domain)) v (kind, rank, text)
    where u.email is not null and v.text not like '@%'
)
