create table source (
  source_id uuid primary key,
  name_zh text not null,
  name_en text not null
);
comment on table source is 'A body that knows something, and is named in every reason';

create table area_list (
  list_id uuid primary key,
  source_id uuid not null,
  published_at timestamptz not null,
  recorded_at timestamptz not null,
  content_hash bytea not null unique,
  file_name text not null,
  high_count integer not null,
  medium_count integer not null,
  low_count integer not null,
  review_count integer not null
);
comment on table area_list is 'One published list of risk areas: a snapshot, kept with its publication time';

create table area_level (
  division_code text not null,
  community text not null,
  list_id uuid not null,
  level text not null check (level in ('high', 'medium', 'low')),
  as_printed text not null,
  area_hash bytea not null,
  primary key (division_code, community, list_id)
);
comment on table area_level is 'An area on a list: county code and normalised community name; area_hash is keyed and meets stay_place';

create index area_level_hash on area_level (area_hash);
create index area_level_list on area_level (list_id);

create table area_review (
  list_id uuid not null,
  row_number integer not null,
  level text not null,
  area text not null,
  reason text not null,
  primary key (list_id, row_number)
);
comment on table area_review is 'Areas of a list that could not be placed: a person looks at them, nobody is coloured by them';

create table evidence (
  person_id uuid not null,
  evidence_id uuid not null,
  source_id uuid not null,
  kind text not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  recorded_at timestamptz not null,
  channel text,
  declaration_id uuid,
  batch_id uuid,
  row_number integer,
  row_hash bytea,
  takes_back uuid,
  sealed bytea not null,
  primary key (person_id, evidence_id)
);
comment on table evidence is 'A fact about a person, append-only: when it was true, when we learned it, from whom; taking back is a new row';

create table declaration (
  declaration_id uuid primary key,
  person_id uuid not null,
  kind text not null check (kind in ('health', 'stays', 'arrival')),
  channel text not null,
  at timestamptz not null,
  request_hash bytea not null
);
comment on table declaration is 'A declaration as it was sent, once, through which channel; its facts are in evidence';

create table stay_place (
  area_hash bytea not null,
  person_id uuid not null,
  evidence_id uuid not null,
  primary key (area_hash, person_id, evidence_id)
);
comment on table stay_place is 'Where a declared stay was, as a keyed hash, so that a new list finds whom it concerns';

create table stay_review (
  person_id uuid not null,
  evidence_id uuid not null,
  list_id uuid not null,
  primary key (person_id, evidence_id, list_id)
);
comment on table stay_review is 'Stays that resemble a listed area without naming it exactly: looked at by staff, never coloured by themselves';
