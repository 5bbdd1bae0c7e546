import type { MyPage } from '../../../contract/registration.ts'
import { call, CallProblem } from '../../kit/api.ts'
import { newId } from '../../kit/form/new-id.ts'

/** Sends a declaration. Sent again after a lost answer it is still one; changed meanwhile, it is a second one. */
export async function sendDeclaration(path: string, declaration: { readonly declarationId: string }): Promise<void> {
  try {
    await call<MyPage>('POST', path, declaration)
  } catch (fault) {
    if (!(fault instanceof CallProblem && fault.problem === 'idempotency-conflict')) throw fault
    await call<MyPage>('POST', path, { ...declaration, declarationId: newId() })
  }
}
