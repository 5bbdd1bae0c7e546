import { attachmentTypeOf, LARGEST_ATTACHMENT_BYTES } from '../../../core/attachment.ts'
import { readFactRow } from '../../../core/fact-rows.ts'
import { isFactKind, type FactKind } from '../../../core/facts.ts'
import { handTerms } from '../../../core/hand-fact.ts'
import type { Instant } from '../../../core/instant.ts'
import { columnsOfKind, lasts, ROW_COLUMNS, type KindColumn } from '../../../core/row-kinds.ts'
import { HAND_FACTS } from '../../kit/dictionary/hand-facts.ts'
import { language, type Text } from '../../kit/language.ts'

/** What has been typed of a fact, by column. */
export type Cells = Readonly<Record<string, string>>

/** The name of a column's field, as the server says it of a fault, too. */
export function fieldOf(column: string): string {
  return `cells.${column}`
}

/** The kind that was chosen, if one was. */
function kindOf(cells: Cells): FactKind | undefined {
  const kind = cells['kind'] ?? ''
  return isFactKind(kind) ? kind : undefined
}

/** Whether what was typed is about a stretch of time, which has an end. */
export function isLasting(cells: Cells): boolean {
  const kind = kindOf(cells)
  return kind !== undefined && lasts(kind, cells)
}

/** The details to ask for: what only another answer needs is left out until that is given. */
export function detailsToAsk(cells: Cells): readonly KindColumn[] {
  const kind = kindOf(cells)
  const columns = kind === undefined ? [] : columnsOfKind(kind)
  return columns.filter(({ need }) => need !== 'pooled' || cells['sample'] === 'pooled')
}

/** What is sent of what was typed: what belongs to another kind stays with the draft, for whoever changes his mind. */
export function cellsToSend(cells: Cells): Cells {
  const asked = new Set<string>([...ROW_COLUMNS, ...detailsToAsk(cells).map(({ name }) => name)])
  if (!isLasting(cells)) asked.delete('to')
  return Object.fromEntries(Object.entries(cells).filter(([name, text]) => asked.has(name) && text.trim() !== ''))
}

/** What is wrong with what was typed, by the name of its field. The server holds it against the same rules. */
export function faultsOfFact(cells: Cells, now: Instant): Readonly<Record<string, string>> {
  const reading = readFactRow(cellsToSend(cells), handTerms(now))
  if (reading.ok) return {}
  return Object.fromEntries(reading.faults.map(({ column, message }) => [fieldOf(column), message[language()]]))
}

/** What is wrong with a file as the document that a fact rests on. */
export async function faultOfFile(file: File | undefined): Promise<Text | undefined> {
  if (!file) return HAND_FACTS.attachmentMissing
  if (file.size > LARGEST_ATTACHMENT_BYTES) return HAND_FACTS.attachmentLarge
  const beginning = new Uint8Array(await file.slice(0, 64).arrayBuffer())
  return attachmentTypeOf(beginning) === undefined ? HAND_FACTS.attachmentType : undefined
}

/** A file as it is sent. */
export function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(String(reader.result).split(',')[1] ?? ''))
    reader.addEventListener('error', () => reject(reader.error ?? new Error('a file could not be read')))
    reader.readAsDataURL(file)
  })
}
