-- Two who work on the same case do it twice, read a person twice, and one of them for nothing: whoever takes a case on has it to himself
-- for a while. Appeals have had this from the beginning, in their own rows, because the citizen is told of it.

create table assignment (
  case_id uuid not null,
  desk_id uuid not null,
  kind text not null check (kind in ('claim', 'held-batch', 'hand-fact', 'question')),
  staff_id uuid not null,
  taken_at timestamptz not null,
  until timestamptz not null,
  primary key (case_id, desk_id)
);
comment on table assignment is 'Who works on a case at a desk, and until when he has it to himself; a desk is an organisation, or everybody whom the case is open to';
create index assignment_staff on assignment (staff_id, kind);
create index assignment_live on assignment (kind, desk_id, until);

drop index batch_held;
create index batch_held on batch (received_at, batch_id) where state = 'held';
