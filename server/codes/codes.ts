import type { CodeRequest, IssuedCode, KeyWithdrawn } from '../../contract/codes.ts'
import { base64url, fromBase64url } from '../../core/bytes.ts'
import { expiryOf } from '../../core/code/credential.ts'
import { issueCredential } from '../../core/code/issue.ts'
import { compressPoint, isPoint } from '../../core/code/p256.ts'
import { phoneKeyHash } from '../../core/code/phone-key.ts'
import { dayOf, instant, SECOND, type Day } from '../../core/instant.ts'
import { maskDocument, maskName } from '../../core/mask.ts'
import type { ProblemName } from '../../contract/problems.ts'
import { append } from '../audit/audit.ts'
import { isNumbered } from '../identity/list-numbers.ts'
import { openPerson } from '../identity/persons.ts'
import { catchUp } from '../risk/follow.ts'
import { openColour } from '../risk/risk.ts'
import type { GroupCommit } from '../kit/group-commit.ts'
import { Problem } from '../kit/problem.ts'
import type { Ctx, World } from '../kit/world.ts'
import { openEpochs, type Epochs } from './epochs.ts'
import { takeUpPhone } from './phones.ts'
import { standingOf, type Standing } from './rules.ts'
import { phoneKeyWriter, type PhoneKey } from './store.ts'
import { findHolder, type HolderRow } from './views.ts'

/** What issuing codes keeps at hand: the day's shuffle and the writer of phone keys. */
export interface Codes {
  readonly epochs: Epochs
  readonly phoneKeys: GroupCommit<PhoneKey, boolean>
}

/** Made once a program. */
export function openCodes(world: World): Codes {
  return { epochs: openEpochs(world), phoneKeys: phoneKeyWriter(world) }
}

const PROBLEM_OF: Readonly<Record<Exclude<Standing, 'ready'>, ProblemName>> = {
  unregistered: 'not-registered',
  'awaiting-staff': 'identity-not-confirmed',
  'arrival-undeclared': 'arrival-not-declared',
}

/**
 * A credential for the person who is signed in, bound to the key that his phone has just made.
 * Problems: not-signed-in, signed-in-elsewhere, not-registered, identity-not-confirmed, arrival-not-declared, phone-key-invalid.
 */
export async function issueCode(ctx: Ctx, codes: Codes, request: CodeRequest): Promise<IssuedCode> {
  if (ctx.actor.kind !== 'citizen' && ctx.actor.kind !== 'staff') throw new Problem('not-signed-in')
  const row = await holderOfAccount(ctx, ctx.actor.accountId)
  const standing = standingOf({
    registration: row?.state,
    arriving: row?.arriving ?? false,
    arrivalDeclared: row?.arrival_declared ?? false,
  })
  if (row === undefined || standing !== 'ready') {
    throw new Problem(standing === 'ready' ? 'not-registered' : PROBLEM_OF[standing])
  }
  const { details, listNumber, personId } = openPerson(ctx, row)
  const colour = openColour(ctx, row)?.colour
  // Only what the evaluator vouches for is signed; a colour that anybody else wrote is nobody's.
  if (details === undefined || colour === undefined)
    throw new Error('no colour with the evaluator’s MAC for this person')
  if (!isNumbered(ctx.keys, row)) throw new Error('no list number that the program vouches for')
  // Grey is "not known yet": it has a page of its own and never a code.
  if (colour === 'grey') throw new Problem('identity-not-confirmed')
  const point = fromBase64url(request.phoneKey)
  if (!point || !isPoint(point)) throw new Problem('phone-key-invalid')

  // The claims of a CWT are whole seconds.
  const issuedAt = instant(Math.floor(ctx.now / SECOND) * SECOND)
  const expires = expiryOf(issuedAt)
  const epoch = dayOf(issuedAt)
  const maskedName = maskName(details.name)
  const document = maskDocument(details.document.type, details.document.number)
  const keyHash = await phoneKeyHash(point, ctx.crypto)
  const index = await codes.epochs.placeOf(epoch, listNumber)
  const { accountId, sessionHash } = ctx.actor
  const key = { keyHash, personId, accountId, sessionHash, issuedAt, expiresAt: expires }
  if (!(await codes.phoneKeys.add(key))) await takeUpPhone(ctx, key)
  // Recorded first: what is signed and not on record is somebody else's.
  const credential = await issueCredential(
    {
      issuer: ctx.settings.issuer,
      issuedAt,
      expires,
      colour,
      maskedName,
      document,
      epoch,
      index,
      phoneKey: compressPoint(point),
    },
    ctx.issuing.credentialSigner(),
  )
  return {
    credential: base64url(credential),
    colour,
    maskedName,
    document,
    issuedAt,
    expiresAt: expires,
    serverTime: ctx.now,
  }
}

/** The list number behind a credential's place: whose code it is, known to the issuer alone. */
export async function listNumberOf(
  codes: Codes,
  credential: { epoch: Day; index: number },
): Promise<number | undefined> {
  return codes.epochs.numberAt(credential.epoch, credential.index)
}

/**
 * Takes an issuing key out of use at once and for good: it signs no more, and what it signed is worth nothing; phones renew when they
 * next ask.
 */
export async function withdrawIssuingKey(ctx: Ctx, keyId: string): Promise<KeyWithdrawn> {
  return ctx.db.transaction().execute(async (tx) => {
    const outcome = ctx.issuing.withdraw(keyId)
    await append(tx, ctx, { action: 'issuing-key-withdrawn', detail: { key: keyId, outcome } })
    return { outcome }
  })
}

/** Who holds an account, with the colour by the table in force, also while the city is switched to it. */
async function holderOfAccount(ctx: Ctx, accountId: string): Promise<HolderRow | undefined> {
  const row = await findHolder(ctx.pool, accountId)
  return row && (await catchUp(ctx, row)) ? findHolder(ctx.pool, accountId) : row
}
