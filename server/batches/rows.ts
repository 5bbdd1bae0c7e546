import { canonicalJson } from '../../core/canonical.ts'
import { readFactRow, type RowFact, type RowFault, type RowTerms } from '../../core/fact-rows.ts'
import type { Instant } from '../../core/instant.ts'
import { isKnownDivision, type NewFact } from '../evidence/evidence.ts'
import { Problem } from '../kit/problem.ts'
import { blindIndex, documentHash } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import type { EnrolledKey } from '../signatures/signatures.ts'
import type { FileRow } from './file.ts'
import { planColumns, type ColumnPlan, type Mapping } from './mapping.ts'

// A row of a file becomes a row that waits to be taken, or one that goes back with what is wrong with it.

/** A row that can be taken. */
export interface WaitingRow {
  readonly row: number
  /** The blind index of the person's document, in base64. */
  readonly document: string
  /** Keyed, over source, person and fact, in base64: the same in whatever file it comes. */
  readonly rowHash: string
  readonly fact: RowFact
}

/** A row that cannot be taken: to be corrected, or nobody can be found by its document. */
export interface ReturnedRow {
  readonly row: number
  readonly outcome: 'refused' | 'review'
  readonly original: FileRow['original']
  /** By the file's own names of columns. */
  readonly faults: readonly RowFault[]
}

/** What rows of a source are held against. */
export function termsOf(key: EnrolledKey, receivedAt: Instant): RowTerms {
  if (!key.source) throw new Error('the key is of no source')
  const { kinds, longestValidityDays } = key.source
  return { kinds, longestValidityDays, receivedAt, isDivision: isKnownDivision }
}

/** Reads the rows of one file. Throws for one whose columns are not ours, unless each of its lines names its own. Problems: batch-unreadable. */
export function rowReader(
  ctx: Pick<Ctx, 'keys'>,
  of: { sourceId: string; mapping: Mapping; terms: RowTerms; namesInEachRow: boolean },
): (row: FileRow) => WaitingRow | ReturnedRow {
  const plans = new Map<string, ColumnPlan>()
  function planOf(original: FileRow['original']): ColumnPlan {
    const names = Object.keys(original)
    const key = names.join('\n')
    const plan = plans.get(key) ?? planColumns(of.mapping, names)
    // A file whose every line names other columns must not fill the memory.
    if (plans.size < 100) plans.set(key, plan)
    return plan
  }
  return ({ number: row, original, fault }) => {
    const returned = (faults: readonly RowFault[], outcome: ReturnedRow['outcome'] = 'refused'): ReturnedRow => ({
      row,
      outcome,
      original,
      faults,
    })
    if (fault) return returned([fault])
    let plan: ColumnPlan
    try {
      plan = planOf(original)
    } catch (error) {
      if (!of.namesInEachRow || !(error instanceof Problem)) throw error
      return returned(error.fields.map(({ field, zh, en }) => ({ column: field, message: { zh, en } })))
    }
    const reading = readFactRow(plan.cells(original), of.terms)
    if (!reading.ok) {
      const faults = reading.faults.map(({ column, message }) => ({ column: plan.nameOf(column), message }))
      return returned(faults, reading.outcome)
    }
    const document = base64(documentHash(ctx.keys, reading.document))
    const rowHash = base64(hashRow(ctx, of.sourceId, document, reading.fact))
    return { row, document, rowHash, fact: reading.fact }
  }
}

/** A row as a fact about a person. */
export function factOfRow(
  row: WaitingRow,
  of: { batchId: string; sourceId: string; personId: string },
): Omit<NewFact, 'key'> {
  const { kind, period, details } = row.fact
  const batch = { batchId: of.batchId, rowNumber: row.row, rowHash: bytesOf(row.rowHash) }
  return { personId: of.personId, sourceId: of.sourceId, kind, period, details, batch }
}

/** The bytes of what stands in base64. */
export function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'base64')
}

/** A row as text, to be sealed. */
export function writeWaiting({ row, document, rowHash, fact }: WaitingRow): string {
  const { kind, period, details } = fact
  return JSON.stringify([row, document, rowHash, kind, period.from, period.to ?? null, details])
}

/** The rows that `writeWaiting` wrote, joined by commas. */
export function readWaiting(text: string): WaitingRow[] {
  const rows = JSON.parse(`[${text}]`) as [number, string, string, string, number, number | null, unknown][]
  return rows.map(([row, document, rowHash, kind, from, to, details]) => ({
    row,
    document,
    rowHash,
    fact: { kind, period: { from, to: to ?? undefined }, details } as unknown as RowFact,
  }))
}

function hashRow(ctx: Pick<Ctx, 'keys'>, sourceId: string, document: string, fact: RowFact): Uint8Array {
  const { kind, period, details } = fact
  const said = `${kind}\n${period.from}\n${period.to ?? ''}\n${canonicalJson({ ...details })}`
  return blindIndex(ctx.keys, 'row', `${sourceId}\n${document}\n${said}`)
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
