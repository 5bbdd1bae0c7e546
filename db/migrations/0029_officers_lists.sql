-- What waits for a health officer, what is done, and the rule tables are read part by part, each in its own order: together an officer's own were
-- looked for among everybody's.

drop index hand_fact_open;
drop index hand_fact_closed;
create index hand_fact_waiting on hand_fact (expires_at, fact_id) where state = 'waiting';
create index hand_fact_own on hand_fact (author_id, expires_at, fact_id) where state in ('unsigned', 'waiting');
create index hand_fact_own_closed on hand_fact (author_id, closed_at, fact_id) where closed_at is not null;
create index hand_fact_written on hand_fact (author_organisation_id, closed_at, fact_id) where state in ('approved', 'rejected');
create index hand_fact_decided on hand_fact (decided_by_organisation_id, closed_at, fact_id) where state in ('approved', 'rejected');
create index hand_fact_counted on hand_fact (closed_at) where state = 'approved';
create index rule_table_drafted on rule_table (drafted_at, table_hash);
create index rule_table_name on rule_table (name);
