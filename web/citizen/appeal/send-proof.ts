import type { AppealProofs } from '../../../contract/appeals.ts'
import { acceptLanguage, answerOf } from '../../kit/api.ts'

/** Ten megabytes over a slow line. */
const LONGEST_MS = 180_000

/** Sends a file as it is; what it is, the server finds out. Throws what `answerOf` throws, or that no answer came. */
export async function sendProof(path: string, file: Blob): Promise<AppealProofs> {
  const response = await fetch(path, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'accept-language': acceptLanguage(),
      'content-type': 'application/octet-stream',
    },
    body: file,
    signal: AbortSignal.timeout(LONGEST_MS),
  })
  return answerOf<AppealProofs>(response)
}
