-- A batch of the job $1: does to those of $2 whom nobody changed meanwhile what their row says, or else $3, and notes it:
-- what they were is put down in the row and in the audit ($4 acts, by the door $5, as the request $6).
with batch as materialized (
    select r.user_id, r.change, u.version, {before} as before,
        case when u.id is null then 'gone' when u.version <> r.version then 'changed' else '' end as reason
    from (select r.user_id, r.version, coalesce(r.change, $3::jsonb) as change from job_rows r
          where r.job_id = $1 and r.user_id = any($2::bigint[]) and r.state = 'waiting') r
    left join users u on u.id = r.user_id
), changed as (
    update users u set {set}, updated_at = now(), version = u.version + 1
    from (select b.user_id, jsonb_populate_record(null::users, b.change) as now from batch b where b.reason = '') b
    where u.id = b.user_id
    returning u.id
), marked as (
    update job_rows r set state = case when b.reason = '' then 'done' else 'skipped' end, reason = b.reason,
        before = case when b.reason = '' then b.before end, version_after = case when b.reason = '' then b.version + 1 end
    from batch b where r.job_id = $1 and r.user_id = any($2::bigint[]) and r.user_id = b.user_id
), noted as (
    insert into audit_entries (actor_id, action, target_type, target_id, door, request_id, changes)
    select nullif($4::bigint, 0), 'user_changed', 'users', c.id, $5, $6, {changes}
    from changed c join batch b on b.user_id = c.id order by c.id
)
select (select count(*) from changed) as done, (select count(*) from batch where reason <> '') as skipped
