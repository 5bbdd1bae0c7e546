-- The log that nobody can rewrite: every act is queued in the statement that records it, given a place, and published as a leaf of
-- a Merkle tree. The tree itself lies in files (docs/log.md); here stands only which act has which place.

create table log_queue (
  audit_id uuid primary key
);
comment on table log_queue is 'Acts that have no place in the log yet: written with the act, gone once it has one';

create table log_leaf (
  leaf_index bigint primary key,
  audit_id uuid not null unique
);
comment on table log_leaf is 'The place of each act in the log: dense from 0, never changed and never deleted';

-- What was done before there was a log goes into it, too.
insert into log_queue select audit.id from audit;

alter table colour_state add column act_id uuid;
alter table colour_state add column act_commitment bytea;
comment on table colour_state is 'A cache of the evaluator''s result, bound to the latest row of colour_history and to the act that records how it was found; a row without the evaluator''s MAC is nobody''s colour; grounds: hashes of what was believed in finding it, with a MAC of their own';

-- Whoever was evaluated before colours were bound to their acts is found by this and evaluated anew.
create index colour_state_unrecorded on colour_state (person_id) where act_id is null;

create table credential_tally (
  tally_id uuid primary key,
  run_id uuid not null,
  count bigint not null
);
comment on table credential_tally is 'How many credentials a run of the program recorded, a row a committed group until they are added up; held against what the signer counted outside the database';

create table issuing_keys_seen (
  only_row boolean primary key default true check (only_row),
  digest bytea not null
);
comment on table issuing_keys_seen is 'Which issuing keys were published when that was recorded last, as a digest';
