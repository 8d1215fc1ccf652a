-- The tables of a dry run. People without an id get one from where no directory's ids reach.
create temporary table dry_users (like users including defaults including identity including generated including constraints);
alter table dry_users add primary key (id);
alter table dry_users alter column id restart with 4611686018427387904;
create unique index dry_users_username_key on dry_users (lower(username));
create unique index dry_users_email_key on dry_users (lower(email));
create unique index dry_users_mobile_key on dry_users (mobile_key(mobile_number));
create unique index dry_users_invite_code_key on dry_users (invite_code);
create temporary table dry_user_groups (like user_groups including defaults);
create index on dry_user_groups (user_id);
create temporary table dry_user_permissions (like user_permissions including defaults);
create index on dry_user_permissions (user_id);
create temporary table dry_import_waiting (like import_waiting including defaults including indexes)
