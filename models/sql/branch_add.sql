-- Adds to what is kept of people's branches, column by column: whose, how many more, how far down, how late.
insert into branches as b (user_id, size, active, verified, levels, last_joined)
select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::integer[], $6::timestamptz[])
on conflict (user_id) do update set size = b.size + excluded.size, active = b.active + excluded.active, verified = b.verified + excluded.verified,
    levels = greatest(b.levels, excluded.levels), last_joined = greatest(b.last_joined, excluded.last_joined)
