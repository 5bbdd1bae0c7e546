create table colour_state (
  person_id uuid primary key,
  colour text not null check (colour in ('green', 'yellow', 'red', 'grey')),
  since timestamptz not null,
  changes_at timestamptz,
  table_name text not null,
  table_version text not null,
  evaluated_at timestamptz not null,
  mac bytea not null
);
comment on table colour_state is 'A cache of the evaluator''s result, never a source; a row without the evaluator''s MAC is nobody''s colour';

create index colour_state_changes on colour_state (changes_at) where changes_at is not null;
