-- Lists of an organisation are read by jurisdiction: of a street's own rows, whatever else the organisation has elsewhere. The codes of
-- divisions are compared by their beginnings, byte by byte, in whatever order the database sorts words.

create index staff_division on staff (organisation_id, division text_pattern_ops, staff_id);
create index venue_division on venue (organisation_id, division_code text_pattern_ops, venue_id);
create index staff_guards on staff (organisation_id, staff_id) where role = 'guard' and active;

-- Claims are listed by deadline and then by id: an index that ends before the id leaves all of a deadline to be sorted.
drop index registration_waiting;
drop index registration_district;
drop index registration_street;
create index registration_waiting on registration (due_at, registration_id) where state = 'awaiting-staff';
create index registration_district on registration (district_hash, due_at, registration_id) where state = 'awaiting-staff';
create index registration_street on registration (street_hash, due_at, registration_id) where state = 'awaiting-staff';
