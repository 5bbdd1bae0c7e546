-- The colour list says where whose colour stands, so nothing that leads there is believed without a key from outside either.

alter table person add column number_mac bytea not null default '';
comment on table person is 'One row a person; name, document, telephone and address only in `sealed`, under a key of the person''s own; number_mac vouches that the list number is the person''s';

alter table epoch_segment add column mac bytea not null default '';
comment on table epoch_segment is 'The domain of a day''s permutation: segment 0 is fixed at its making, later numbers go to appended segments; a row without the program''s MAC counts for nothing';

create table colour_change (
  person_id uuid not null,
  change_id uuid primary key
);
comment on table colour_change is 'Who has a colour that is not published yet: written with the colour, gone once the lists have it; it says whose, never which';

create table withdrawn_phone (
  key_hash bytea primary key,
  withdrawn_at timestamptz not null,
  expires_at timestamptz not null,
  mac bytea not null
);
comment on table withdrawn_phone is 'Phones whose credential counts no more, each until it would have expired; a row without the program''s MAC counts for nothing';

create index withdrawn_phone_expiry on withdrawn_phone (expires_at);
create index withdrawn_phone_at on withdrawn_phone (withdrawn_at);

create index colour_state_not_green on colour_state (person_id) where colour <> 'green';
