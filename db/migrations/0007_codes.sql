create table epoch_segment (
  epoch integer not null,
  segment smallint not null,
  first_number bigint not null,
  size bigint not null,
  primary key (epoch, segment)
);
comment on table epoch_segment is 'The domain of a day''s permutation: segment 0 is fixed at its making, later numbers go to appended segments';

create table phone_key (
  key_hash bytea primary key,
  person_id uuid not null,
  session_hash bytea not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null
);
comment on table phone_key is 'The truncated hash of each phone key a credential was bound to, until it expires: withdrawing a phone needs it';

create index phone_key_session on phone_key (session_hash);
create index phone_key_expiry on phone_key (expires_at);
