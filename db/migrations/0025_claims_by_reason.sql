-- Whoever looks for claims of one reason does not read the others first.

create index registration_waiting_reason on registration (reason, due_at, registration_id) where state = 'awaiting-staff';
create index registration_district_reason on registration (district_hash, reason, due_at, registration_id) where state = 'awaiting-staff';
create index registration_street_reason on registration (street_hash, reason, due_at, registration_id) where state = 'awaiting-staff';
