create sequence list_number minvalue 0 start 0;
comment on sequence list_number is 'The one dense number of the system: a person''s number in the colour list, never reused';

create table person (
  person_id uuid primary key,
  list_number bigint not null unique default nextval('list_number'),
  created_at timestamptz not null,
  identity text not null check (identity in ('unregistered', 'awaiting', 'confirmed')),
  key_version smallint not null,
  wrapped_key bytea not null,
  sealed bytea
);
comment on table person is 'One row a person; name, document, telephone and address only in `sealed`, under a key of the person''s own';

create table person_document (
  document_hash bytea primary key,
  person_id uuid not null
);
comment on table person_document is 'The blind index: a keyed hash of a document, to find a person by it';

create table person_photo (
  person_id uuid primary key,
  sealed bytea not null
);
comment on table person_photo is 'The register''s photo, sealed under the person''s key';

create table person_alias (
  alias_id uuid primary key,
  person_id uuid not null,
  same_as uuid not null,
  merged_at timestamptz not null,
  undone_at timestamptz
);
comment on table person_alias is 'Two rows that are one human being, and the undoing of it';

create table organisation (
  organisation_id uuid primary key,
  name text not null,
  kind text not null
);
comment on table organisation is 'A body that staff belong to';

create table account (
  account_id uuid primary key,
  channel text not null,
  subject_hash bytea not null,
  created_at timestamptz not null,
  asserted_document_hash bytea,
  unique (channel, subject_hash)
);
comment on table account is 'A sign-in at a channel; the keyed hash of the document that the provider vouches for, if it does';

create table staff (
  staff_id uuid primary key,
  channel text not null,
  subject_hash bytea not null,
  role text not null check (role in ('guard', 'identity-officer')),
  organisation_id uuid not null,
  active boolean not null default true,
  unique (channel, subject_hash)
);
comment on table staff is 'Who works for an organisation, in which role, by the same sign-in as everybody';

create table session (
  token_hash bytea primary key,
  account_id uuid not null,
  staff_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
comment on table session is 'A signed-in browser, by the hash of its cookie';

create index session_expiry on session (expires_at);

create table sign_in (
  state_hash bytea primary key,
  channel text not null,
  sealed bytea not null,
  expires_at timestamptz not null
);
comment on table sign_in is 'A sign-in under way: PKCE verifier, nonce and the way back, sealed';

create table wrong_attempt (
  attempt_id uuid primary key,
  subject_hash bytea not null,
  at timestamptz not null
);
comment on table wrong_attempt is 'A name and number that did not match, once for the account and once for the document; only these are limited';

create index wrong_attempt_subject on wrong_attempt (subject_hash, at);

create table registration (
  registration_id uuid primary key,
  account_id uuid not null,
  person_id uuid not null,
  channel text not null,
  requested_at timestamptz not null,
  due_at timestamptz not null,
  state text not null check (state in ('confirmed', 'awaiting-staff', 'refused')),
  reason text check (reason in ('not-in-register', 'unproved', 'second-claim')),
  arriving boolean not null,
  request_hash bytea not null,
  sealed bytea not null,
  decided_at timestamptz,
  decided_by uuid
);
comment on table registration is 'An account''s claim to be a person, how it was settled, and through which channel it came; what was typed is sealed';

create unique index registration_account on registration (account_id) where state <> 'refused';
create index registration_person on registration (person_id);
create index registration_waiting on registration (due_at) where state = 'awaiting-staff';
