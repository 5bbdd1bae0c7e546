-- Rule tables on their way from a draft to the table in force. Nothing here is believed by itself: a table counts by the signatures of
-- two organisations under its hash, and that it was adopted, and from when, by the program's MAC.

create table rule_table (
  table_hash bytea primary key,
  name text not null,
  version text not null,
  document text not null,
  drafted_at timestamptz not null,
  drafted_by uuid not null,
  organisation_id uuid not null
);
comment on table rule_table is 'A drafted rule table in its canonical text, by its hash; another word in it makes another table';

create table rule_table_trial (
  trial_id uuid primary key,
  table_hash bytea not null,
  state text not null check (state in ('waiting', 'done')),
  settles boolean not null,
  percent integer not null default 0,
  asked_at timestamptz not null,
  done_at timestamptz,
  result text,
  result_hash bytea,
  mac bytea
);
comment on table rule_table_trial is 'A dry run of a rule table over the whole city; settles: run to decide whether it may come into force; a result counts with the program''s MAC';

create index rule_table_trial_table on rule_table_trial (table_hash, asked_at);
create index rule_table_trial_result on rule_table_trial (result_hash) where result_hash is not null;

create table rule_table_adoption (
  table_hash bytea primary key,
  adopted_at timestamptz not null,
  in_force_from timestamptz not null,
  mac bytea not null
);
comment on table rule_table_adoption is 'That a table two organisations signed is in force from a moment on; counts with the program''s MAC, and only while those signatures do';

create table rule_table_switch (
  switch_id uuid primary key,
  from_name text not null,
  from_version text not null,
  to_name text not null,
  to_version text not null,
  began_at timestamptz not null,
  done_at timestamptz,
  mac bytea not null
);
comment on table rule_table_switch is 'That everybody concerned is evaluated anew because another table came into force; a row without the program''s MAC is as good as none';

alter table approval drop constraint approval_subject_check;
alter table approval add constraint approval_subject_check check (subject in ('fact', 'table', 'batch', 'area-list', 'dry-run'));
