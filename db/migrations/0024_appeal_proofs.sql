-- Proofs that a person adds to an appeal.

create table appeal_proof (
  person_id uuid not null,
  appeal_id uuid not null,
  proof_id uuid not null unique,
  added_at timestamptz not null,
  request_hash bytea not null,
  described bytea not null,
  sealed bytea not null,
  primary key (person_id, appeal_id, proof_id)
);
comment on table appeal_proof is 'A photo or PDF that a person added to an appeal, and what it is, both sealed under the person''s key. A row that the program did not seal so is no proof';

-- Sealed bytes do not shrink: to try costs time.
alter table appeal_proof alter column sealed set storage external;
