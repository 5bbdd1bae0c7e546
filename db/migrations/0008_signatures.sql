-- Who may sign what. Nothing in these tables is believed by itself: an enrolment carries the signature of an organisation's root
-- key, which stands in a file outside the database, and an approval that of an enrolled key.

create table signing_key (
  key_id text primary key,
  organisation_id uuid not null,
  holder_kind text not null check (holder_kind in ('source', 'staff')),
  holder_id uuid not null,
  enrolment text not null,
  signature bytea not null,
  recorded_at timestamptz not null
);
comment on table signing_key is 'A key that an organisation enrolled for a source or a member of staff: the enrolment as it was signed; the other columns only find it';

create index signing_key_holder on signing_key (holder_kind, holder_id);

create table approval (
  approval_id uuid primary key,
  subject text not null check (subject in ('fact', 'table', 'batch', 'area-list')),
  subject_hash bytea not null,
  key_id text not null,
  signature bytea not null,
  at timestamptz not null,
  unique (subject, subject_hash, key_id)
);
comment on table approval is 'Somebody''s signature under a fact, table, batch or list, by its hash; counts for what its key is worth, and no more';

create table key_request (
  key_id text primary key,
  staff_id uuid not null,
  organisation_id uuid not null,
  enrolment text not null,
  requested_at timestamptz not null
);
comment on table key_request is 'A key that a browser has made: its enrolment, as the organisation is asked to sign it';

create index key_request_staff on key_request (staff_id);

create table organisations_seen (
  only_row boolean primary key default true check (only_row),
  digest bytea not null
);
comment on table organisations_seen is 'Which organisations and revocations people were last judged by, as a digest of the file that names them';

create index evidence_by_hand on evidence (person_id)
  where batch_id is null and declaration_id is null and kind <> 'taking-back';

alter table staff drop constraint staff_role_check;
alter table staff add constraint staff_role_check check (role in ('guard', 'identity-officer', 'health-officer'));
