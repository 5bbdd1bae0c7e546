import type { LogRecordOpened, LogRecordReading, LogRecords } from '../../contract/log.ts'
import { hex } from '../../core/bytes.ts'
import { startOfDay, day, type Day } from '../../core/instant.ts'
import { uuidv7 } from '../../core/uuid.ts'
import { append, saidBy } from '../audit/audit.ts'
import { Problem } from '../kit/problem.ts'
import type { Ctx } from '../kit/world.ts'
import { findAct, findLastOf, listRecordRows, readBodies, type RecordRow } from './views.ts'

// The log for whoever audits it: which acts there are, and of one what was said. That an act is in the log and that it says what was
// committed to is for his browser to find out, from the published files: this program would be the one to lie about it.

const AT_ONCE = 50
/** Acts that are gone through for those of a kind, in one call; further back goes the next. */
const AMONG = 20_000
/** After every id. */
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** Which acts somebody asks for: those of a kind, up to the end of a day, after (that is, older than) one that he has. */
export interface RecordsAsked {
  readonly kind?: string | undefined
  readonly until?: Day | undefined
  readonly after?: string | undefined
}

/** Acts, the newest first. */
export async function listRecords(ctx: Ctx, { kind, until, after }: RecordsAsked): Promise<LogRecords> {
  const end = until === undefined ? LAST_ID : firstIdOf(day(until + 1))
  const before = after !== undefined && after < end ? after : end
  const among = kind === undefined ? AT_ONCE + 1 : AMONG
  const rows = await listRecordRows(ctx.db, { before, kind, among, limit: AT_ONCE + 1 })
  const shown = rows.slice(0, AT_ONCE)
  const next = rows.length > AT_ONCE ? shown.at(-1)!.act.id : await findLastOf(ctx.db, { before, among })
  return { records: shown.map(viewOf), ...(next !== undefined && { next }) }
}

/** What the record of an act says. Whoever is in it reads on his page that it was read. Problems: not-found. */
export async function readRecord(ctx: Ctx, id: string, purpose: LogRecordReading['purpose']): Promise<LogRecordOpened> {
  return ctx.db.transaction().execute(async (tx) => {
    const act = await findAct(tx, id)
    if (!act) throw new Problem('not-found')
    const [body] = await readBodies(tx, [id])
    await append(tx, ctx, {
      action: 'log-record-read',
      subject: body?.subject_id ?? id,
      purpose,
      detail: { record: id },
    })
    if (!body) return {}
    const root = body.organisation_id === null ? undefined : ctx.roots.find(body.organisation_id)
    return {
      held: {
        salt: hex(body.salt),
        said: saidBy({ ...act, body }),
        ...(root && { organisation: { zh: root.nameZh, en: root.nameEn } }),
      },
    }
  })
}

function viewOf({ act, leaf, isHeld }: RecordRow): LogRecords['records'][number] {
  const { id, at, kind, commitment } = act
  return { id, at, kind, commitment: hex(commitment), ...(leaf !== undefined && { leaf }), isHeld }
}

/** Before every id that is given out on a day: they begin with their moment. */
function firstIdOf(of: Day): string {
  return uuidv7(startOfDay(of), (bytes) => new Uint8Array(bytes))
}
