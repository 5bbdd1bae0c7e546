-- Who hears appeals, who answers for a department, who delivers for a source, who runs doors, who audits, and who lets staff in.

alter table staff drop constraint staff_role_check;
alter table staff add constraint staff_role_check check (role in (
  'guard', 'identity-officer', 'health-officer', 'appeal-officer', 'department-officer', 'data-steward', 'venue-operator', 'auditor',
  'administrator'
));
