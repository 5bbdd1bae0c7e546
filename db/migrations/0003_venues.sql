create table door_policy (
  policy_id uuid primary key,
  version text not null,
  document jsonb not null
);
comment on table door_policy is 'A door''s rule as data: colours admitted, looked at, refused; fever limit; what instead of a code';

create table venue (
  venue_id uuid primary key,
  name text not null,
  kind text not null,
  division_code text not null,
  address text not null,
  organisation_id uuid not null,
  made_up boolean not null
);
comment on table venue is 'A place with doors; made_up says that it exists in the demo city only';

create index venue_organisation on venue (organisation_id);

create table venue_policy (
  venue_id uuid not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  policy_id uuid not null,
  primary key (venue_id, valid_from)
);
comment on table venue_policy is 'Which policy holds at which venue from when to when, half open';

create table gate (
  gate_id uuid primary key,
  venue_id uuid not null,
  name text not null
);
comment on table gate is 'One door of a venue';

create index gate_venue on gate (venue_id);
