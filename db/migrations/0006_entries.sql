create table entry (
  venue_bucket smallint not null,
  retention_class text not null,
  at timestamptz not null,
  entry_id uuid not null,
  venue_id uuid not null,
  gate_id uuid not null,
  person_id uuid,
  identified_by text not null check (identified_by in ('code', 'paper', 'document', 'nobody')),
  direction text not null check (direction in ('in', 'out')),
  received_at timestamptz not null,
  celsius numeric(3, 1),
  shown text not null,
  decision text not null check (decision in ('admitted', 'refused')),
  reason text not null,
  policy_id uuid,
  guard_id uuid not null,
  primary key (venue_bucket, retention_class, at, entry_id)
) partition by range (retention_class, at);
comment on table entry is 'A passage through a door, its own audit record; one partition a retention class and Shanghai day; no temperature means not measured';

create index entry_venue on entry (venue_id, at);
create index entry_person on entry (person_id, at);

create table entry_held (
  entry_id uuid primary key,
  gate_id uuid not null,
  guard_id uuid not null,
  at timestamptz not null,
  received_at timestamptz not null,
  why text not null,
  sealed bytea not null
);
comment on table entry_held is 'Entries whose time or gate cannot be right: kept whole, sealed, for review';
