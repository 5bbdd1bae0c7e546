import { Problem } from '../server/kit/problem.ts'

/** The name of the problem that an act ends in; `none` where it works. */
export async function problemOf(act: Promise<unknown>): Promise<string> {
  try {
    await act
    return 'none'
  } catch (error) {
    if (error instanceof Problem) return error.problem
    throw error
  }
}
