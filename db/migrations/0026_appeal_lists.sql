-- What waits for an officer is three lists: his own, what nobody has taken on, and what is overdue of others'; each is read in the order of
-- its deadlines, also of one kind alone. A question of an appeal that has ended waits for nobody: it left the lists before only by being read
-- and passed over each time.

alter table appeal_question add column ended_at timestamptz;
comment on column appeal_question.ended_at is 'When its appeal ended before the organisation had answered';
alter table appeal_question add column kind text check (kind in ('name-wrong', 'colour-wrong', 'data-wrong'));
comment on column appeal_question.kind is 'What its appeal is about; null only where a program of before this column wrote it';
update appeal_question
  set kind = appeal.kind, ended_at = case when appeal_question.answered_at is null then appeal.ended_at end
  from appeal
  where appeal.person_id = appeal_question.person_id and appeal.appeal_id = appeal_question.appeal_id;

drop index appeal_question_open;
drop index appeal_question_due;
create index appeal_question_open on appeal_question (organisation_id, due_at, appeal_id)
  where answered_at is null and ended_at is null;
create index appeal_question_open_kind on appeal_question (organisation_id, kind, due_at, appeal_id)
  where answered_at is null and ended_at is null;
create index appeal_question_due on appeal_question (due_at)
  where answered_at is null and ended_at is null and overdue_at is null;

create index appeal_assigned on appeal (assigned_to, due_at, appeal_id) where ended_at is null and assigned_to is not null;
create index appeal_taken on appeal (due_at, appeal_id) where ended_at is null and assigned_to is not null;
create index appeal_taken_kind on appeal (kind, due_at, appeal_id) where ended_at is null and assigned_to is not null;
create index appeal_unassigned on appeal (due_at, appeal_id) where ended_at is null and assigned_to is null;
create index appeal_unassigned_kind on appeal (kind, due_at, appeal_id) where ended_at is null and assigned_to is null;
