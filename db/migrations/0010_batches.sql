-- Batches of sources. Nothing of a file stands in clear: what it says is sealed part by part, and so is how it is to be read and by
-- whom it was signed, so that nobody makes it say something else.

create table batch (
  batch_id uuid primary key,
  source_id uuid not null,
  state text not null check (state in ('receiving', 'trying', 'waiting', 'taking', 'taken', 'held', 'refused', 'withdrawing', 'withdrawn', 'abandoned')),
  content_hash bytea,
  sealed bytea,
  size bigint not null default 0,
  rows integer not null default 0,
  taken integer not null default 0,
  same integer not null default 0,
  refused integer not null default 0,
  in_review integer not null default 0,
  people integer not null default 0,
  changed integer,
  decision text check (decision in ('within-brake', 'approved')),
  released bytea,
  report jsonb,
  withdrawal jsonb,
  received_at timestamptz not null,
  decided_at timestamptz,
  done_at timestamptz
);
comment on table batch is 'Rows that a source delivers together; state is a work list, whoever acts on it checks signatures, and `released` is the program''s MAC that the brake let it go';

create unique index batch_content on batch (source_id, content_hash) where state not in ('refused', 'abandoned');
create index batch_decided on batch (source_id, decided_at) where decided_at is not null;
create index batch_held on batch (received_at) where state = 'held';

create table batch_part (
  batch_id uuid not null,
  part integer not null,
  part_hash bytea not null,
  size integer not null,
  sealed bytea not null,
  primary key (batch_id, part)
);
comment on table batch_part is 'A batch''s file in parts, sealed; part_hash is keyed, to know the same part again';

-- Sealed bytes do not shrink: to try costs time.
alter table batch_part alter column sealed set storage external;

create table batch_chunk (
  batch_id uuid not null,
  first_row integer not null,
  last_row integer not null,
  outcomes bytea not null,
  primary key (batch_id, first_row)
);
comment on table batch_chunk is 'Rows of a batch that were dealt with in one transaction: a byte each, 1 taken, 2 same, 3 refused, 4 in review';

create table batch_row (
  batch_id uuid not null,
  row_number integer not null,
  outcome text not null check (outcome in ('refused', 'review')),
  sealed bytea not null,
  primary key (batch_id, row_number)
);
comment on table batch_row is 'Rows of a batch that were not taken, sealed with what is wrong with them, to be given back for correction';

create table source_mapping (
  source_id uuid not null,
  name text not null,
  sealed bytea not null,
  primary key (source_id, name)
);
comment on table source_mapping is 'A source''s own names for columns and words, sealed so that nobody makes its files say something else';
