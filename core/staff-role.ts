/** The roles in which somebody signs in as staff. Guards do not: they are on duty at a gate's device. */
export type StaffRole =
  /** Compares a person with his document in a service hall, a community or a hospital. */
  | 'identity-officer'
  /** Writes and approves facts and rule tables, and lets held batches go. */
  | 'health-officer'
  /** Hears appeals: asks the departments, answers the citizen. */
  | 'appeal-officer'
  /** Answers for the body that a fact came from. */
  | 'department-officer'
  /** Answers for what a source delivers. */
  | 'data-steward'
  /** Runs the doors of an organisation's venues. */
  | 'venue-operator'
  /** Reads the log, and nobody's data. */
  | 'auditor'
  /** Lets staff in and gives them roles; sees nobody else. */
  | 'administrator'
