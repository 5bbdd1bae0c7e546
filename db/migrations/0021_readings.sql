-- Everybody sees who read about him, newest first, also whoever was read a hundred thousand times: ids are in order of time.

create index audit_body_of on audit_body (subject_id, id) where subject_id is not null;
drop index audit_body_subject;
