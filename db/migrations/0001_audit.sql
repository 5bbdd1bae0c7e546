-- Everything done is recorded here, in the transaction that does it. `audit` is what a log of commitments needs and nothing
-- personal; `audit_body` is held apart, so that retention can empty it and the commitments stay.
create table audit (
  id uuid primary key,
  at timestamptz not null,
  kind text not null,
  commitment bytea not null
);
comment on table audit is 'One row an act: a salted commitment to the body, never changed and never deleted';

create table audit_body (
  id uuid primary key,
  salt bytea not null,
  actor_kind text not null,
  actor_id uuid,
  organisation_id uuid,
  subject_id uuid,
  purpose text,
  case_number text,
  detail text not null
);
comment on table audit_body is 'Who did what to whom and why, by ids only; detail is canonical JSON without personal data';

create index audit_body_subject on audit_body (subject_id) where subject_id is not null;

create table installation (
  only_row boolean primary key default true check (only_row),
  created_at timestamptz not null,
  city_mode text not null check (city_mode in ('demo', 'production')),
  key_check text not null,
  demo_seed text
);
comment on table installation is 'What this database belongs to: its mode, and a check value of the master key outside it';
