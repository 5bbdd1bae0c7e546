-- Nothing that makes a colour is believed without a key from outside the database. Rows of evidence are bound to their
-- columns by what is sealed in them; what has nothing sealed carries a MAC.

alter table area_list add column kind text not null default 'risk' check (kind in ('risk', 'key'));
alter table area_list add column key_count integer not null default 0;
alter table area_list add column mac bytea not null default '';
comment on table area_list is 'One published list, of risk areas or of key areas: a snapshot, kept with its publication time; a row without the program''s MAC counts for nothing';

alter table area_level drop constraint area_level_level_check;
alter table area_level add constraint area_level_level_check check (level in ('high', 'medium', 'low', 'key'));
alter table area_level add column printed_in_english text;
alter table area_level add column mac bytea not null default '';
comment on table area_level is 'An area on a list: county code and normalised community name, or a whole division; area_hash is keyed and meets stay_place; a row without the program''s MAC counts for nothing';

comment on table stay_place is 'Where a stay was, and the county, city and province around it, as keyed hashes, so that a new list finds whom it concerns';

create table person_identity (
  person_id uuid not null,
  version integer not null,
  at timestamptz not null,
  identity text not null check (identity in ('unregistered', 'awaiting', 'confirmed')),
  mac bytea not null,
  primary key (person_id, version)
);
comment on table person_identity is 'How sure we were who somebody is, from which moment on; the evaluator believes rows with the program''s MAC and nothing else';

create table colour_history (
  person_id uuid not null,
  version integer not null,
  at timestamptz not null,
  course jsonb not null,
  table_name text not null,
  table_version text not null,
  mac bytea not null,
  primary key (person_id, version)
);
comment on table colour_history is 'What was shown from which moment on, with the changes that were due then; rows without the program''s MAC count for nothing';

alter table colour_state add column version integer not null default 0;
alter table colour_state add column course jsonb not null default '[]';
alter table colour_state add column grounds bytea not null default '';
comment on table colour_state is 'A cache of the evaluator''s result, bound to the latest row of colour_history; a row without the evaluator''s MAC is nobody''s colour; grounds: hashes of what was believed in finding it, with a MAC of their own';
