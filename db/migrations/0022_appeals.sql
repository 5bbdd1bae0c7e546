-- 我要申诉: appeals, what departments are asked, and how often a batch or a rule is appealed against. No colour is made of any of
-- this: an appeal that is right ends with other evidence.

create table appeal (
  person_id uuid not null,
  appeal_id uuid not null unique,
  number bigint generated always as identity (start with 100001) unique,
  kind text not null check (kind in ('name-wrong', 'colour-wrong', 'data-wrong')),
  appealed_at timestamptz not null,
  due_at timestamptz not null,
  assigned_to uuid,
  assigned_organisation_id uuid,
  assigned_at timestamptz,
  overdue_at timestamptz,
  ended_as text check (ended_as in ('accepted', 'refused', 'withdrawn')),
  ended_at timestamptz,
  request_hash bytea not null,
  sealed bytea not null,
  primary key (person_id, appeal_id),
  check ((ended_as is null) = (ended_at is null))
);
comment on table appeal is 'An appeal of a person and how it went: its words, what it is against and its answer are sealed under the person''s key. A row that the program did not seal so is nobody''s appeal';

create unique index appeal_one_open_of_a_kind on appeal (person_id, kind) where ended_at is null;
create index appeal_open on appeal (due_at, appeal_id) where ended_at is null;

create table appeal_question (
  person_id uuid not null,
  appeal_id uuid not null,
  organisation_id uuid not null,
  due_at timestamptz not null,
  answered_at timestamptz,
  answered_by uuid,
  overdue_at timestamptz,
  sealed bytea not null,
  primary key (person_id, appeal_id, organisation_id)
);
comment on table appeal_question is 'What an appeal asks an organisation, and its finding, sealed under the person''s key; without the program''s seal nobody was asked';

create index appeal_question_of_appeal on appeal_question (appeal_id);
create index appeal_question_open on appeal_question (organisation_id, due_at, appeal_id) where answered_at is null;
create index appeal_question_due on appeal_question (due_at) where answered_at is null and overdue_at is null;

create table appeal_ground (
  person_id uuid not null,
  appeal_id uuid not null,
  place integer not null,
  rule_id text not null,
  batch_id uuid,
  appealed_at timestamptz not null,
  primary key (person_id, appeal_id, place)
);
comment on table appeal_ground is 'The rule and the batch of each fact that an appeal is against: for counting';

create index appeal_ground_of_batch on appeal_ground (batch_id, appealed_at) where batch_id is not null;
create index appeal_ground_of_rule on appeal_ground (rule_id, appealed_at);

create table appeal_flag (
  against text not null check (against in ('batch', 'rule')),
  flagged text not null,
  source_id uuid,
  appeals integer not null,
  raised_at timestamptz not null,
  primary key (against, flagged)
);
comment on table appeal_flag is 'A batch or a rule with more appeals against it than single errors explain; the next batch of the source of a flagged one waits for two organisations';

create index appeal_flag_of_source on appeal_flag (source_id) where source_id is not null;
