-- Whoever runs the doors registers his organisation's venues himself. Names are what guards and citizens tell places apart by: no two alike
-- in a street of one organisation, and no two gates in a venue. Those that there were twice are numbered.

update venue set name = again.name || '（' || again.number || '）'
  from (
    select venue_id, name,
      row_number() over (partition by organisation_id, division_code, name order by venue_id) as number
    from venue
  ) as again
  where again.venue_id = venue.venue_id and again.number > 1;
update gate set name = again.name || '（' || again.number || '）'
  from (
    select gate_id, name, row_number() over (partition by venue_id, name order by gate_id) as number from gate
  ) as again
  where again.gate_id = gate.gate_id and again.number > 1;

-- Until now a kind was written by SQL alone, and nothing read it.
update venue set kind = 'other' where kind not in
  ('service-hall', 'park', 'housing-compound', 'office-block', 'cafe', 'hospital', 'shop', 'school', 'station', 'other');
alter table venue add constraint venue_kind check (kind in
  ('service-hall', 'park', 'housing-compound', 'office-block', 'cafe', 'hospital', 'shop', 'school', 'station', 'other'));

alter table venue add column request_hash bytea;
comment on column venue.request_hash is 'Keyed hash of the request by which it was registered: sent again it registers nothing; null of what was made otherwise';
alter table gate add column closed_at timestamptz;
comment on column gate.closed_at is 'Since when nobody comes in here: no device is enrolled for it; null while it is open';

-- Lists of venues are in the order of their names, of an organisation, a district or a street, byte by byte in whatever order the database
-- sorts words. A condition on the beginning of a division's code would leave all that lies there to be sorted; lists of devices have it,
-- and the last of the three answers it, too.
drop index venue_organisation;
drop index venue_division;
create index venue_of_organisation on venue (organisation_id, name collate "C", venue_id);
create index venue_of_district on venue (organisation_id, left(division_code, 6), name collate "C", venue_id);
create unique index venue_of_street on venue (organisation_id, division_code text_pattern_ops, name collate "C");

drop index gate_venue;
create unique index gate_of_venue on gate (venue_id, name);
create index gate_code_gate on gate_code (gate_id);
