import type { ProblemName } from '../../contract/problems.ts'

/** A field that is not as it should be, and what to do about it in both languages. */
export interface FieldFault {
  readonly field: string
  readonly zh: string
  readonly en: string
}

/** A refusal that the caller should read; anything else thrown is a bug. */
export class Problem extends Error {
  readonly problem: ProblemName
  readonly fields: readonly FieldFault[]

  constructor(problem: ProblemName, fields: readonly FieldFault[] = []) {
    super(problem)
    this.problem = problem
    this.fields = fields
  }
}
