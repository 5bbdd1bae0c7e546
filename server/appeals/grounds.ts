import type { Bilingual } from '../../core/bilingual.ts'
import type { Instant } from '../../core/instant.ts'
import { originsOf, type Origin } from '../evidence/evidence.ts'
import type { Keyed } from '../evidence/facts.ts'
import { findPerson, writePerson } from '../identity/persons.ts'
import type { Db, Tx } from '../kit/db.ts'
import { documentHash } from '../kit/seal.ts'
import type { Ctx, RegisterRecord } from '../kit/world.ts'
import { explain, type Because } from '../risk/risk.ts'
import { keysOfHolder } from '../signatures/signatures.ts'

// What an appeal is against, and whether that has changed. The colour itself is looked at by nobody here: it follows.

/** A fact that made the colour when an appeal was made, and who answers for its source. */
export interface Ground extends Because {
  readonly ruleName: Bilingual
  readonly fact: Bilingual
  readonly source: Bilingual
  readonly from: Instant
  readonly until?: Instant
  readonly sourceId?: string
  /** Undefined: one's own declaration, a published list, or a source that no organisation answers for any more. */
  readonly organisationId?: string
  readonly batch?: { readonly batchId: string; readonly row: number }
  readonly handFactId?: string
}

/** What a person's colour rests on at this moment, as its explanation names it. */
export async function groundsOf(db: Db, ctx: Ctx, person: Keyed): Promise<Ground[]> {
  const { because, reasons } = await explain(db, ctx, person, { asOf: ctx.now })
  const factIds = because.map(({ factId }) => factId)
  const origins = new Map((await originsOf(db, ctx, person, factIds)).map((origin) => [origin.factId, origin]))
  const grounds: Ground[] = []
  for (const [place, { ruleName, fact, source, from, until }] of reasons.entries()) {
    const { ruleId, factId } = because[place]!
    const origin = origins.get(factId)
    const organisationId = origin && (await organisationOf(db, ctx, origin))
    grounds.push({
      ruleId,
      factId,
      ruleName,
      fact: fact.kind,
      source,
      from: from as Instant,
      ...(until !== undefined && { until: until as Instant }),
      ...(origin && { sourceId: origin.sourceId }),
      ...(organisationId !== undefined && { organisationId }),
      ...(origin?.batch && { batch: origin.batch }),
      ...(origin?.handOrganisationId !== undefined && { handFactId: factId }),
    })
  }
  return grounds
}

/**
 * Which grounds of an appeal, by place, make no colour any more because of what was learned since: taken back, or superseded. What is
 * merely over by its time is not among them.
 */
export async function findLifted(
  db: Db,
  ctx: Ctx,
  person: Keyed,
  appeal: { readonly appealedAt: Instant; readonly grounds: readonly Ground[] },
): Promise<ReadonlySet<number>> {
  const { appealedAt, grounds } = appeal
  if (grounds.length === 0) return new Set()
  const then = await namesOfReasons(db, ctx, person, { asOf: appealedAt })
  const now = await namesOfReasons(db, ctx, person, { asOf: ctx.now })
  const otherwise = await namesOfReasons(db, ctx, person, { asOf: ctx.now, knownAt: appealedAt })
  return new Set(
    grounds.flatMap((ground, place) => {
      const name = nameOf(ground)
      return !then.has(name) || (otherwise.has(name) && !now.has(name)) ? [place] : []
    }),
  )
}

/** What the register has under a person's document. It is somebody else's and may be slow: it is asked before anything is locked. */
export async function askRegister(
  db: Db,
  ctx: Ctx,
  { personId }: { personId: string },
): Promise<RegisterRecord | undefined> {
  const details = (await findPerson(db, ctx, personId))?.details
  return details && ctx.register?.find(documentHash(ctx.keys, details.document))
}

/**
 * Whether the register has another name than the one that was appealed against; then our copy has it, too. Nothing else changes a
 * confirmed name.
 */
export async function followRegister(
  tx: Tx,
  ctx: Ctx,
  person: Keyed,
  told: { appealed: string | undefined; record: RegisterRecord | undefined },
): Promise<boolean> {
  const { appealed, record } = told
  if (!record || appealed === undefined || record.name === appealed) return false
  const known = await findPerson(tx, ctx, person.personId)
  if (!known?.details) return false
  const details = { ...known.details, name: record.name }
  await writePerson(tx, ctx, { personId: known.personId, key: known.key, identity: known.identity, details })
  return true
}

async function namesOfReasons(
  db: Db,
  ctx: Ctx,
  person: Keyed,
  at: { asOf: Instant; knownAt?: Instant },
): Promise<ReadonlySet<string>> {
  const { because } = await explain(db, ctx, person, at)
  return new Set(because.map(nameOf))
}

function nameOf({ ruleId, factId }: Because): string {
  return `${ruleId} ${factId}`
}

/** Who answers for a fact: of one written by hand its author's organisation, else that which enrolled the key of its source. */
async function organisationOf(db: Db, ctx: Ctx, origin: Origin): Promise<string | undefined> {
  if (origin.handOrganisationId !== undefined) return origin.handOrganisationId
  const [key] = await keysOfHolder(db, ctx, { kind: 'source', id: origin.sourceId }, origin.recordedAt)
  return key?.organisationId
}
