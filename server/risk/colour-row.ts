import { hex } from '../../core/bytes.ts'
import { isColour, type Colour } from '../../core/colour.ts'
import { instant, type Instant } from '../../core/instant.ts'
import type { ActRecord } from '../audit/audit.ts'
import { toInstant, toInstantOrNone } from '../kit/db.ts'
import { mac, sameSecret, type MasterKeys } from '../kit/seal.ts'
import { isVouched, vouch, type Said } from '../kit/vouch.ts'
import type { ColourRow } from './risk.ts'

// What is shown of a person stands twice: the state, which is read whenever a code is issued or scanned, and the history, to which
// a row is added whenever the course changes. The state's MAC covers that of the latest row of the history, so that a state of
// yesterday that somebody puts back is nobody's colour. It covers the act, too, that records how the course was found: there is no
// colour whose finding was not queued for the log in the same transaction, and whatever a course comes to by itself has the same act.

/** A colour from a moment on. */
export interface Step {
  readonly from: Instant
  readonly colour: Colour
}

/** What is shown if nothing is learned: the colour now and since when, then each change at its moment. */
export type Course = readonly [Step, ...Step[]]

/** What was shown from a moment on, and by which table; the versions of one person are 1, 2, 3 … */
export interface Shown {
  readonly version: number
  readonly at: Instant
  readonly course: Course
  readonly tableName: string
  readonly tableVersion: string
}

/** What the evaluator found and vouches for. */
export interface ColourState {
  readonly personId: string
  readonly listNumber: number
  /** The row of the history that it follows, and that row's MAC. */
  readonly version: number
  readonly historyMac: Uint8Array
  readonly course: Course
  readonly tableName: string
  readonly tableVersion: string
  readonly evaluatedAt: Instant
  /** The record of the act by which this course was found. */
  readonly act: ActRecord
}

/** What is wrong with a row of `colour_state`. */
export type RowFault = 'colour-missing' | 'colour-put-back' | 'colour-not-recorded' | 'colour-mac-wrong'

/** The colour of a course at a moment, and since when. Before its first step the first one holds. */
export function stepAt(course: Course, at: Instant): Step {
  return course.findLast(({ from }) => from <= at) ?? course[0]
}

/** What is left of a course at a moment. */
export function courseFrom(course: Course, at: Instant): Course {
  return [stepAt(course, at), ...course.slice(1).filter(({ from }) => from > at)]
}

/** Whether two courses show the same from a moment on, whenever what is shown at it began. */
export function isSameFrom(one: Course, other: Course, at: Instant): boolean {
  const [[first, ...rest], [second, ...others]] = [courseFrom(one, at), courseFrom(other, at)]
  return (
    first.colour === second.colour &&
    rest.length === others.length &&
    rest.every(({ from, colour }, place) => from === others[place]?.from && colour === others[place]?.colour)
  )
}

/** A course as a column of JSON. */
export function courseText(course: Course): string {
  return JSON.stringify(course.map(({ from, colour }) => [from, colour]))
}

/** The course in a column; undefined for what we never wrote. */
function readCourse(cells: unknown): Course | undefined {
  if (!Array.isArray(cells)) return undefined
  const steps = cells.flatMap((cell: unknown): Step[] => {
    const [from, colour] = Array.isArray(cell) ? (cell as unknown[]) : []
    return typeof from === 'number' && isColour(colour) ? [{ from: instant(from), colour }] : []
  })
  const [first, ...rest] = steps
  return first && steps.length === cells.length ? [first, ...rest] : undefined
}

/** The evaluator's MAC over everything that a row of the state says. */
export function vouchFor(keys: MasterKeys, state: ColourState): Uint8Array {
  const { personId, listNumber, version, historyMac, course, tableName, tableVersion, evaluatedAt, act } = state
  const [{ colour, from: since }, next] = course
  const said: Said = [
    personId,
    listNumber,
    version,
    Buffer.from(historyMac).toString('hex'),
    colour,
    since,
    next?.from ?? null,
    tableName,
    tableVersion,
    evaluatedAt,
    courseText(course),
    act.id,
    hex(act.commitment),
  ]
  return mac(keys.evaluatorMac, JSON.stringify(said))
}

/** What a row says, if the evaluator wrote it so and it follows the latest row of the history; otherwise what is wrong with it. */
export function openRow(keys: MasterKeys, row: ColourRow): ColourState | RowFault {
  const { colour, since, table_name: tableName, table_version: tableVersion, evaluated_at: evaluatedAt } = row
  if (!colour || !since || tableName === null || tableVersion === null || !evaluatedAt || !row.mac) {
    return 'colour-missing'
  }
  if (row.version === null || row.version !== row.history_version || !row.history_mac) return 'colour-put-back'
  if (row.act_id === null || !row.act_commitment) return 'colour-not-recorded'
  const course = readCourse(row.course)
  if (!course) return 'colour-mac-wrong'
  const state: ColourState = {
    personId: row.person_id,
    listNumber: row.list_number,
    version: row.version,
    historyMac: row.history_mac,
    course,
    tableName,
    tableVersion,
    evaluatedAt: toInstant(evaluatedAt),
    act: { id: row.act_id, commitment: row.act_commitment },
  }
  const [step, next] = course
  const columnsAgree =
    step.colour === colour && step.from === toInstant(since) && next?.from === toInstantOrNone(row.changes_at)
  return columnsAgree && sameSecret(row.mac, vouchFor(keys, state)) ? state : 'colour-mac-wrong'
}

/** A row of `colour_history` as it stands in the database. */
export interface HistoryRow {
  readonly version: number
  readonly at: Date
  readonly course: unknown
  readonly table_name: string
  readonly table_version: string
  readonly mac: Uint8Array
}

/** The program's MAC over a row of the history. */
export function vouchForShown(keys: MasterKeys, personId: string, shown: Shown): Uint8Array {
  return vouch(keys, 'colour-history', saidOfShown(personId, shown))
}

/** What a row of the history says, if the program wrote it so. */
export function openShown(keys: MasterKeys, personId: string, row: HistoryRow): Shown | undefined {
  const course = readCourse(row.course)
  if (!course) return undefined
  const { version, table_name: tableName, table_version: tableVersion } = row
  const shown = { version, at: toInstant(row.at), course, tableName, tableVersion }
  const vouched = isVouched(keys, 'colour-history', { said: saidOfShown(personId, shown), mac: row.mac })
  return vouched ? shown : undefined
}

function saidOfShown(personId: string, { version, at, course, tableName, tableVersion }: Shown): Said {
  return [personId, version, at, courseText(course), tableName, tableVersion]
}
