-- Batches of sources. Nothing of a file stands in clear: what it says is sealed piece by piece, and so is how it is to be read and
-- by whom it was signed, so that nobody makes it say something else. Rows of a batch enter `evidence` when it was let go, not before.

create table batch (
  batch_id uuid primary key,
  source_id uuid not null,
  state text not null check (state in ('receiving', 'trying', 'waiting', 'taking', 'taken', 'held', 'refused', 'withdrawing', 'withdrawn', 'abandoned')),
  content_hash bytea not null,
  sealed bytea not null,
  size bigint not null default 0,
  rows integer not null default 0,
  taken integer not null default 0,
  same integer not null default 0,
  refused integer not null default 0,
  in_review integer not null default 0,
  people integer not null default 0,
  shares integer,
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

create unique index batch_content on batch (source_id, content_hash) where state in ('waiting', 'held', 'taking', 'taken', 'withdrawing');
create index batch_source on batch (source_id, received_at);
create index batch_decided on batch (source_id, decided_at) where decided_at is not null;
create index batch_held on batch (received_at) where state = 'held';
create index batch_receiving on batch (received_at) where state = 'receiving';

create table batch_part (
  batch_id uuid not null,
  part integer not null,
  part_hash bytea not null,
  size integer not null,
  sealed bytea not null,
  primary key (batch_id, part)
);
comment on table batch_part is 'A batch''s file in parts, sealed; part_hash is keyed, to know the same part again';

create table batch_share (
  batch_id uuid not null,
  share integer not null,
  rows integer not null,
  taken integer,
  same integer,
  people integer,
  outcomes bytea,
  primary key (batch_id, share)
);
comment on table batch_share is 'Some people''s rows of a batch that was read: all rows of a person are in one share, which is taken in one transaction; outcomes: of each row its number (4 bytes) and 1 taken or 2 same';

create table batch_piece (
  batch_id uuid not null,
  share integer not null,
  piece integer not null,
  sealed bytea not null,
  primary key (batch_id, share, piece)
);
comment on table batch_piece is 'The rows of a share until they are taken, sealed; they are about nobody''s colour while they lie here';

-- Sealed bytes do not shrink: to try costs time.
alter table batch_part alter column sealed set storage external;
alter table batch_piece alter column sealed set storage external;

create table batch_chunk (
  batch_id uuid not null,
  first_row integer not null,
  last_row integer not null,
  outcomes bytea not null,
  primary key (batch_id, first_row)
);
comment on table batch_chunk is 'What became of rows of a batch, in the order of the file: a byte each, 0 waiting, 1 taken, 2 same, 3 refused, 4 in review';

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

-- Ids of batches grow with time, so that a batch's rows are added side by side.
create index evidence_batch on evidence (batch_id, row_number) where batch_id is not null;
