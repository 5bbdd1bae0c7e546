import type { AddedText, MyAppeal, NewAppeal } from '../../../contract/appeals.ts'
import { call, CallProblem } from '../../kit/api.ts'
import { newId } from '../../kit/form/new-id.ts'

/** Sends an appeal. Sent again after a lost answer it is still one; changed meanwhile, it is another. */
export async function sendAppeal(appeal: NewAppeal): Promise<MyAppeal> {
  return orAnew(
    () => call<MyAppeal>('POST', '/api/me/appeals', appeal),
    () => call<MyAppeal>('POST', '/api/me/appeals', { ...appeal, appealId: newId() }),
  )
}

/** Adds to an appeal, in the same way. */
export async function sendText(appealId: string, added: AddedText): Promise<MyAppeal> {
  const path = `/api/me/appeals/${appealId}/texts`
  return orAnew(
    () => call<MyAppeal>('POST', path, added),
    () => call<MyAppeal>('POST', path, { ...added, textId: newId() }),
  )
}

async function orAnew<Answer>(send: () => Promise<Answer>, anew: () => Promise<Answer>): Promise<Answer> {
  try {
    return await send()
  } catch (fault) {
    if (!(fault instanceof CallProblem && fault.problem === 'idempotency-conflict')) throw fault
    return anew()
  }
}
