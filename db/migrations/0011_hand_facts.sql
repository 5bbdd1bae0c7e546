-- Facts that health officers write by hand. What makes one count stands in `evidence`, signed by two organisations with keys that
-- the server does not hold; these tables are the work that leads there, and no colour is made of them.

create table hand_fact (
  person_id uuid not null,
  fact_id uuid not null unique,
  state text not null check (state in ('unsigned', 'waiting', 'approved', 'rejected', 'withdrawn', 'expired')),
  takes_back uuid,
  author_id uuid not null,
  author_organisation_id uuid not null,
  drafted_at timestamptz not null,
  expires_at timestamptz not null,
  closed_at timestamptz,
  decided_by uuid,
  decided_by_organisation_id uuid,
  request_hash bytea not null,
  sealed bytea not null,
  mac bytea not null,
  primary key (person_id, fact_id)
);
comment on table hand_fact is 'A fact that an officer drafts by hand, and how it went; a work list: what counts are the signatures in evidence. A row without the program''s MAC is nobody''s draft';

create index hand_fact_open on hand_fact (expires_at) where state in ('unsigned', 'waiting');
create index hand_fact_closed on hand_fact (closed_at) where closed_at is not null;

create table hand_fact_attachment (
  person_id uuid not null,
  fact_id uuid not null,
  sealed bytea not null,
  primary key (person_id, fact_id)
);
comment on table hand_fact_attachment is 'The document that a fact written by hand rests on, sealed under the person''s key; what came to nothing keeps none';

-- Sealed bytes do not shrink: to try costs time.
alter table hand_fact_attachment alter column sealed set storage external;
