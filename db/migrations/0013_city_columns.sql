-- What rules can tell about everybody, column by column, so that a rule table is tried on the whole city within a minute. All of
-- it is a cache of what stands elsewhere: emptied, it is built anew.

create table city_chunk (
  chunk integer primary key,
  generation uuid,
  built_at timestamptz,
  sealed bytea,
  asked_at timestamptz
);
comment on table city_chunk is 'The facts of 65,536 list numbers as columns, sealed under a key outside the database and bound to chunk, generation and moment; asked_at: a job is to build it';

-- Sealed bytes do not shrink: to try costs time.
alter table city_chunk alter column sealed set storage external;

create table city_mark (
  chunk integer not null,
  mark_id uuid not null,
  place integer not null,
  primary key (chunk, mark_id, place)
);
comment on table city_mark is 'Whose facts or identity changed since the chunk was built, by list number (chunk times 65,536 plus place): judged from the facts';

create table switch_chunk (
  switch_id uuid not null,
  chunk integer not null,
  done_at timestamptz,
  written integer,
  primary key (switch_id, chunk)
);
comment on table switch_chunk is 'A chunk of people for whom another rule table came into force: when all whom it concerns were evaluated anew, and how many they were';
