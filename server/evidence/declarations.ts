import { dayOf, startOfDay, type Period } from '../../core/instant.ts'
import { append, appendAll, type Act } from '../audit/audit.ts'
import type { Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import { sameSecret } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import { STAY } from './bound.ts'
import { insertDeclaration, insertNewDeclarations, type Declaration } from './declaration-store.ts'
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

/** Stays of the last 14 days, as they are declared. */
export interface DeclaredStays {
  readonly stays: readonly WrittenStay[]
}

/** An arrival from elsewhere, the stay there before it, and the state of health. */
export interface DeclaredArrival {
  readonly from: DeclaredPlace
  readonly leftOn: string
  readonly arrivedOn: string
  readonly transport: string
  readonly transportNumber?: string
  readonly lodging: { readonly divisionCode: string; readonly detail: string }
  readonly symptoms: readonly string[]
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
  await append(tx, ctx, actOf(declaration))
  return 'new'
}

/** Appends a declaration of symptoms; an empty list says that there are none. */
export async function declareHealth(
  tx: Tx,
  ctx: Ctx,
  declared: Declaring & { symptoms: readonly string[]; celsius?: number },
): Promise<void> {
  await appendDeclared(tx, ctx, [{ by: declared, facts: [healthFact(ctx, declared)] }])
}

/** Appends stays of the last 14 days. Problems: division-unknown, stay-outside-14-days. */
export async function declareStays(tx: Tx, ctx: Ctx, declared: Declaring & DeclaredStays): Promise<void> {
  await appendDeclared(tx, ctx, [{ by: declared, facts: staysFacts(ctx, declared) }])
}

/** Appends an arrival from elsewhere. Problems: division-unknown, stay-outside-14-days. */
export async function declareArrival(tx: Tx, ctx: Ctx, declared: Declaring & DeclaredArrival): Promise<void> {
  await appendDeclared(tx, ctx, [{ by: declared, facts: arrivalFacts(ctx, declared) }])
}

/** Records and appends what many people declare, each under a new id, as fast as for one. Problems: division-unknown, stay-outside-14-days. */
export async function declareTogether(
  tx: Tx,
  ctx: Ctx,
  declared: readonly (Declaring & { requestHash: Uint8Array } & (DeclaredStays | DeclaredArrival))[],
): Promise<void> {
  const declarations = declared.map((one) => {
    const { declarationId, channel, requestHash, person } = one
    const kind = 'stays' in one ? ('stays' as const) : ('arrival' as const)
    return { declarationId, channel, requestHash, personId: person.personId, kind }
  })
  await insertNewDeclarations(tx, ctx.now, declarations)
  await appendAll(tx, ctx, declarations.map(actOf))
  await appendDeclared(
    tx,
    ctx,
    declared.map((one) => ({ by: one, facts: 'stays' in one ? staysFacts(ctx, one) : arrivalFacts(ctx, one) })),
  )
}

function actOf({ personId, declarationId, kind, channel }: Declaration): Act {
  return { action: 'declared', subject: personId, detail: { declaration: declarationId, kind, channel } }
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

function staysFacts(ctx: Ctx, { stays }: DeclaredStays): DeclaredFact[] {
  const today = dayOf(ctx.now)
  return stays.map((stay) => {
    const period = periodOfStay(stay, today)
    if (period === undefined) throw new Problem('stay-outside-14-days')
    return stayFact(stay, period)
  })
}

function arrivalFacts(ctx: Ctx, declared: DeclaredArrival): DeclaredFact[] {
  const { from, leftOn, arrivedOn, transport, transportNumber, lodging, symptoms } = declared
  const days = daysOfArrival(declared, dayOf(ctx.now))
  if (days === undefined) throw new Problem('stay-outside-14-days')
  checkDivision(lodging.divisionCode)
  const place = nameOfPlace(DIVISIONS.counties, from)
  const arrivedAt = startOfDay(days.arrivedOn)
  return [
    stayFact(from, periodBefore(days.leftOn)),
    {
      kind: 'arrival-declaration',
      period: { from: arrivedAt, to: arrivedAt },
      details: { placeZh: place.zh, placeEn: place.en },
      declared: { from, leftOn, arrivedOn, transport, transportNumber, lodging, symptoms },
    },
    healthFact(ctx, { symptoms }),
  ]
}

function stayFact({ divisionCode, community }: DeclaredPlace, period: Period): DeclaredFact {
  checkDivision(divisionCode)
  return { kind: STAY, period, details: { divisionCode, community } }
}

async function appendDeclared(
  tx: Tx,
  ctx: Ctx,
  declared: readonly { by: Declaring; facts: readonly DeclaredFact[] }[],
): Promise<void> {
  await recordSource(tx, SELF_DECLARED)
  await appendFacts(
    tx,
    ctx,
    declared.flatMap(({ by: { person, declarationId, channel }, facts }) =>
      facts.map(({ declared: typed, ...fact }) => ({
        ...fact,
        personId: person.personId,
        key: person.key,
        sourceId: SELF_DECLARED.sourceId,
        declaration: { declarationId, channel, declared: typed },
      })),
    ),
  )
}

function checkDivision(divisionCode: string): void {
  if (!isDivision(divisionCode, DIVISIONS)) throw new Problem('division-unknown')
}
