// Is this a genuine code, and what does it say now? This device first, at once, by its own lists; then the server's word.

import type { VerifyAnswer, VerifyRequest } from '../../contract/doors.ts'
import type { CodeCrypto } from '../../core/code/crypto.ts'
import { verifyCode, type IssuingKey, type Verdict } from '../../core/code/verify.ts'
import { judgeAtGate, type Judgement, type Listed } from '../../core/gate-judgement.ts'
import type { Instant } from '../../core/instant.ts'
import type { Event } from './flow.ts'
import type { Wanted } from './lists.ts'
import type { Finding, Holder, Passage } from './passage.ts'

/** What a check needs of the world. */
export interface CheckWorld {
  now(): Instant
  readonly keyOf: (kidHex: string) => IssuingKey | undefined
  readonly crypto: CodeCrypto
  readonly acceptsDemo: boolean
  /** What this device's lists say; undefined where it has none. */
  find(wanted: Wanted): Promise<Listed | undefined>
  ask(request: VerifyRequest): Promise<VerifyAnswer>
  newEntryId(): string
}

type Checked = Event & { type: 'checked' }

/** Checks a scanned code and tells what was found: what this device says, and then what the server says, if it answers. */
export async function check(
  world: CheckWorld,
  scan: { passage: Passage; gateId: string },
  found: (event: Checked) => void,
): Promise<void> {
  const { entryId, code = '', at } = scan.passage
  const { keyOf, crypto, acceptsDemo } = world
  const verdict = await verifyCode(code, { now: world.now(), keyOf, crypto, acceptsDemo })
  const holder = holderOf(verdict)
  const known = {
    type: 'checked',
    entryId,
    holder,
    paper: verdict.genuine === true && verdict.kind === 'paper',
  } as const
  const judgement = judgeAtGate(verdict, await listedOf(world, verdict), world.now())
  const source = { by: 'device', asOf: judgement.kind === 'colour' ? judgement.asOf : undefined } as const
  found({ ...known, finding: findingOf(judgement, holder), source })
  // A forgery, and what was withdrawn, nobody gives back.
  if (judgement.kind === 'not-genuine') return
  const answer = await world.ask({ gateId: scan.gateId, code, at }).catch(() => undefined)
  // Without an answer this device's word stands. With one the server's does: it is of now, and a list is never newer.
  if (!answer) return
  found({ ...known, finding: answer.shown, source: { by: 'server', corrected: false }, renewedId: world.newEntryId() })
}

async function listedOf(world: CheckWorld, verdict: Verdict): Promise<Listed | undefined> {
  if (verdict.genuine !== true || verdict.kind !== 'presentation') return undefined
  const { credential, phoneKeyHash } = verdict
  return world.find({ epoch: credential.epoch, index: credential.index, phoneKeyHash })
}

function findingOf(judgement: Judgement, holder: Holder | undefined): Finding {
  if (judgement.kind !== 'colour') return judgement
  if (!holder) throw new Error('a colour without a holder')
  return { kind: 'colour', colour: judgement.colour, ...holder, photo: false }
}

function holderOf(verdict: Verdict): Holder | undefined {
  if (verdict.genuine !== true) return undefined
  const { maskedName, document } = verdict.credential
  return { maskedName, document }
}
