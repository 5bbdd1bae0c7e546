import { hex, utf8 } from '../../../core/bytes.ts'
import { handFactText, type HandFactStatement } from '../../../core/hand-fact.ts'
import { webCrypto } from '../../kit/code-crypto.ts'
import { signApproval, type OfficerKey } from '../../kit/officer-key.ts'
import type { SignedApproval } from '../../../contract/signatures.ts'

/** What an officer is asked to sign, read. Undefined where the text is not exactly what its statement says: nobody signs that. */
export function readStatement(text: string): HandFactStatement | undefined {
  try {
    const statement = JSON.parse(text) as HandFactStatement
    return statement.document === 'suishenma-hand-fact-1' && handFactText(statement) === text ? statement : undefined
  } catch {
    return undefined
  }
}

/** Signs a statement. */
export async function signStatement(key: OfficerKey, text: string): Promise<SignedApproval> {
  return signApproval(key, 'fact', await hashOf(utf8(text)))
}

/** SHA-256 in hexadecimal. */
export async function hashOf(bytes: Uint8Array): Promise<string> {
  return hex(await webCrypto.sha256(bytes))
}
