-- A gate is a device that an operator lets in, a guard is a PIN, and an account shows its code on one phone.

create table gate_code (
  code_hash bytea primary key,
  gate_id uuid not null,
  expires_at timestamptz not null,
  mac bytea not null
);
comment on table gate_code is 'Codes by which a device may be enrolled, until one is used or expires; by keyed hash; a row without the program''s MAC counts for nothing';

create index gate_code_expiry on gate_code (expires_at);

create table gate_device (
  device_id uuid primary key,
  gate_id uuid not null,
  device_key bytea not null,
  enrolled_at timestamptz not null,
  off_at timestamptz,
  signed_at bigint not null,
  mac bytea not null
);
comment on table gate_device is 'A device at a gate, by its key, and when it was switched off; signed_at is the greatest time that it signed, in ms; a row without the program''s MAC counts for nothing';

create index gate_device_gate on gate_device (gate_id);
create index gate_device_key on gate_device (device_key);

create table guard_pin (
  staff_id uuid primary key,
  set_at timestamptz not null,
  sealed bytea not null
);
comment on table guard_pin is 'By which name and PIN a guard begins his duty; sealed for him and his organisation, so that nobody else writes or moves it';

alter table session alter column account_id drop not null;
alter table session add column device_id uuid;
alter table session add column taken_over_at timestamptz;
alter table session add constraint session_whose check ((account_id is null) <> (device_id is null));
comment on table session is 'A signed-in browser or a gate''s device, by the hash of its cookie; taken over: its account shows its code on another phone';

create index session_device on session (device_id) where device_id is not null;

create table account_phone (
  account_id uuid primary key,
  session_hash bytea not null
);
comment on table account_phone is 'The one session in which an account shows its code';

create table entry_distant (
  earlier_id uuid not null,
  later_id uuid not null,
  person_id uuid not null,
  earlier_at timestamptz not null,
  later_at timestamptz not null,
  earlier_gate_id uuid not null,
  later_gate_id uuid not null,
  found_at timestamptz not null,
  primary key (earlier_id, later_id)
);
comment on table entry_distant is 'Two entries of one person within minutes in different districts: recorded for review, refused nobody';

create index entry_distant_found on entry_distant (found_at);

create table entry_sweep (
  only_row boolean primary key default true check (only_row),
  received_until timestamptz not null
);
comment on table entry_sweep is 'Up to which receipt entries were looked at for distant ones';

create index entry_received on entry using brin (received_at);

update door_policy set document = document || '{"photo": false}' where document -> 'photo' is null;
