import { dayOf, startOfDay, type Period } from '../../core/instant.ts'
import { append } from '../audit/audit.ts'
import type { Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import { sameSecret } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import { STAY } from './bound.ts'
import { insertDeclaration, type Declaration } from './declaration-store.ts'
import { DIVISIONS } from './division-tables.ts'
import { appendFacts, recordSource, type NewFact } from './evidence.ts'
import type { Keyed } from './facts.ts'
import {
  daysOfArrival,
  isDivision,
  nameOfPlace,
  periodBefore,
  periodOfStay,
  type DeclaredPlace,
  type WrittenStay,
} from './rules.ts'
import { SELF_DECLARED } from './sources.ts'

/** Somebody who declares something, through which channel, and under which id it is sent once. */
export interface Declaring {
  readonly person: Keyed
  readonly channel: string
  readonly declarationId: string
}

/**
 * Records that somebody declared something; `same` when this very declaration is there already, and nothing is to be done.
 * Problems: idempotency-conflict.
 */
export async function recordDeclaration(tx: Tx, ctx: Ctx, declaration: Declaration): Promise<'new' | 'same'> {
  const before = await insertDeclaration(tx, ctx.now, declaration)
  if (before) {
    const { personId, kind, requestHash } = declaration
    const isSame = before.personId === personId && before.kind === kind
    if (!isSame || !sameSecret(before.requestHash, requestHash)) throw new Problem('idempotency-conflict')
    return 'same'
  }
  const { personId, declarationId, kind, channel } = declaration
  await append(tx, ctx, {
    action: 'declared',
    subject: personId,
    detail: { declaration: declarationId, kind, channel },
  })
  return 'new'
}

/** Appends a declaration of symptoms; an empty list says that there are none. */
export async function declareHealth(
  tx: Tx,
  ctx: Ctx,
  declared: Declaring & { symptoms: readonly string[]; celsius?: number },
): Promise<void> {
  await appendDeclared(tx, ctx, declared, [healthFact(ctx, declared)])
}

/** Appends stays of the last 14 days. Problems: division-unknown, stay-outside-14-days. */
export async function declareStays(
  tx: Tx,
  ctx: Ctx,
  declared: Declaring & { stays: readonly WrittenStay[] },
): Promise<void> {
  const today = dayOf(ctx.now)
  const stays = declared.stays.map((stay) => {
    const period = periodOfStay(stay, today)
    if (period === undefined) throw new Problem('stay-outside-14-days')
    return stayFact(stay, period)
  })
  await appendDeclared(tx, ctx, declared, stays)
}

/**
 * Appends an arrival from elsewhere, the stay there before it, and the state of health.
 * Problems: division-unknown, stay-outside-14-days.
 */
export async function declareArrival(
  tx: Tx,
  ctx: Ctx,
  declared: Declaring & {
    from: DeclaredPlace
    leftOn: string
    arrivedOn: string
    transport: string
    transportNumber?: string
    lodging: { divisionCode: string; detail: string }
    symptoms: readonly string[]
  },
): Promise<void> {
  const { from, leftOn, arrivedOn, transport, transportNumber, lodging, symptoms } = declared
  const days = daysOfArrival(declared, dayOf(ctx.now))
  if (days === undefined) throw new Problem('stay-outside-14-days')
  checkDivision(lodging.divisionCode)
  const place = nameOfPlace(DIVISIONS.counties, from)
  const arrivedAt = startOfDay(days.arrivedOn)
  await appendDeclared(tx, ctx, declared, [
    stayFact(from, periodBefore(days.leftOn)),
    {
      kind: 'arrival-declaration',
      period: { from: arrivedAt, to: arrivedAt },
      details: { placeZh: place.zh, placeEn: place.en },
      declared: { from, leftOn, arrivedOn, transport, transportNumber, lodging, symptoms },
    },
    healthFact(ctx, { symptoms }),
  ])
}

type DeclaredFact = Pick<NewFact, 'kind' | 'period' | 'details'> & { readonly declared?: unknown }

function healthFact(ctx: Ctx, health: { symptoms: readonly string[]; celsius?: number }): DeclaredFact {
  const { symptoms, celsius } = health
  return {
    kind: 'health-declaration',
    period: { from: ctx.now, to: ctx.now },
    details: { symptoms: symptoms.length > 0, ...(celsius !== undefined && { celsius }) },
    declared: { symptoms, celsius },
  }
}

function stayFact({ divisionCode, community }: DeclaredPlace, period: Period): DeclaredFact {
  checkDivision(divisionCode)
  return { kind: STAY, period, details: { divisionCode, community } }
}

async function appendDeclared(tx: Tx, ctx: Ctx, by: Declaring, facts: readonly DeclaredFact[]): Promise<void> {
  await recordSource(tx, SELF_DECLARED)
  const { declarationId, channel } = by
  await appendFacts(
    tx,
    ctx,
    facts.map(({ declared, ...fact }) => ({
      ...by.person,
      ...fact,
      sourceId: SELF_DECLARED.sourceId,
      declaration: { declarationId, channel, declared },
    })),
  )
}

function checkDivision(divisionCode: string): void {
  if (!isDivision(divisionCode, DIVISIONS)) throw new Problem('division-unknown')
}
