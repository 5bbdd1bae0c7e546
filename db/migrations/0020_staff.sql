-- Who works here is believed by the program's MAC alone: a row written by hand gives nobody a role, and a session nobody's.

alter table staff alter column channel drop not null;
alter table staff alter column subject_hash drop not null;
alter table staff add column division text not null default '' check (division ~ '^([0-9]{6}([0-9]{3})?)?$');
alter table staff add column venue_id uuid;
alter table staff add column office text not null default '';
alter table staff add column sealed bytea;
alter table staff add column mac bytea not null default '';
comment on table staff is 'Who works for an organisation, in which role, how far, and by which sign-in once he has joined; the name is sealed; a row without the program''s MAC gives no role';

create index staff_organisation on staff (organisation_id, staff_id);

create table staff_code (
  code_hash bytea primary key,
  staff_id uuid not null unique,
  expires_at timestamptz not null,
  mac bytea not null
);
comment on table staff_code is 'One-time codes by which a member of staff joins or makes a new passkey, by keyed hash; a row without the program''s MAC counts for nothing';

create index staff_code_expiry on staff_code (expires_at);

create table passkey (
  credential_id text primary key,
  staff_id uuid not null,
  site text not null,
  public_key bytea not null,
  counter bigint not null,
  made_at timestamptz not null,
  mac bytea not null
);
comment on table passkey is 'The public halves of the passkeys of staff, and the site that each is for; a row without the program''s MAC proves nothing';

create index passkey_staff on passkey (staff_id);

alter table session add column standing text check (standing in ('known', 'invited', 'proved'));
alter table session add column seen_at timestamptz;
alter table session add column mac bytea;
alter table session add column challenge text;
alter table session add column challenge_until timestamptz;
comment on table session is 'A signed-in browser or a gate''s device, by the hash of its cookie; taken over: its account shows its code on another phone; of staff: how far he has shown who he is, vouched for by the program''s MAC';

create index session_staff on session (staff_id) where staff_id is not null;

alter table registration add column district_hash bytea;
alter table registration add column street_hash bytea;
comment on table registration is 'An account''s claim to be a person, how it was settled, and through which channel it came; what was typed is sealed; district and street by keyed hash, to find what waits in a jurisdiction';

create index registration_district on registration (district_hash, due_at) where state = 'awaiting-staff';
create index registration_street on registration (street_hash, due_at) where state = 'awaiting-staff';
