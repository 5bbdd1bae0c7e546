// Is this a genuine code, and what does it say now? This device first, at once; then the server, as long as anybody waits.

import type { VerifyAnswer, VerifyRequest } from '../../contract/doors.ts'
import type { CodeCrypto } from '../../core/code/crypto.ts'
import { verifyCode, type IssuingKey, type Verdict } from '../../core/code/verify.ts'
import type { Instant } from '../../core/instant.ts'
import { CallProblem } from '../kit/api.ts'
import type { Event } from './flow.ts'
import type { Holder, Passage, Trouble } from './passage.ts'

// 2.5 s: longer nobody stands at a door; an answer that comes later still corrects the screen.
const ANSWER_WITHIN_MS = 2_500

/** What a check needs of the world. */
export interface CheckWorld {
  now(): Instant
  readonly keyOf: (kidHex: string) => IssuingKey | undefined
  readonly crypto: CodeCrypto
  readonly acceptsDemo: boolean
  ask(request: VerifyRequest): Promise<VerifyAnswer>
  wait(ms: number): Promise<void>
}

/** Checks a scanned code and tells what was found: once, or a second time when the server's answer comes late. */
export async function check(
  world: CheckWorld,
  scan: { passage: Passage; gateId: string },
  found: (event: Event & { type: 'checked' }) => void,
): Promise<void> {
  const { entryId, code = '', at } = scan.passage
  const { keyOf, crypto, acceptsDemo } = world
  const verdict = await verifyCode(code, { now: world.now(), keyOf, crypto, acceptsDemo })
  if (verdict.genuine === false) {
    found({ type: 'checked', entryId, finding: { kind: 'not-genuine', because: verdict.because } })
    return
  }
  const known = { holder: holderOf(verdict), paper: verdict.genuine === true && verdict.kind === 'paper' }
  const tell = (finding: (Event & { type: 'checked' })['finding']) =>
    found({ type: 'checked', entryId, finding, ...known })
  const answer = world.ask({ gateId: scan.gateId, code, at }).then(
    ({ shown }) => shown,
    (fault: unknown) => ({ kind: 'cannot-tell', because: troubleOf(fault, verdict) }) as const,
  )
  const late = world.wait(ANSWER_WITHIN_MS).then(() => undefined)
  const inTime = await Promise.race([answer, late])
  tell(inTime ?? { kind: 'cannot-tell', because: localTrouble(verdict) })
  if (!inTime) tell(await answer)
}

function holderOf(verdict: Verdict): Holder | undefined {
  if (verdict.genuine !== true) return undefined
  const { maskedName, document } = verdict.credential
  return { maskedName, document }
}

function troubleOf(fault: unknown, verdict: Verdict): Trouble {
  if (!(fault instanceof CallProblem)) return localTrouble(verdict)
  return fault.status === 401 ? 'signed-out' : 'server'
}

/** Without the server: what this device itself stumbled over, or else the network. */
function localTrouble(verdict: Verdict): Trouble {
  return verdict.genuine === 'unknown' ? verdict.because : 'network'
}
