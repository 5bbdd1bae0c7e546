import type { Assignment } from '../../contract/assignments.ts'
import type { HandFactDetail, HandFactList, HandFactReading, HandFactRow, Outlook } from '../../contract/hand-facts.ts'
import type { Bilingual } from '../../core/bilingual.ts'
import { hex } from '../../core/bytes.ts'
import { handFactText } from '../../core/hand-fact.ts'
import { after, DAY_LENGTH } from '../../core/instant.ts'
import { isAssigned, NOT_ASSIGNED, readAssignments, type Desk } from '../assignments/assignments.ts'
import { append } from '../audit/audit.ts'
import { knowledgeOf, type NewFact } from '../evidence/evidence.ts'
import { UNNAMED, type Source } from '../evidence/sources.ts'
import { findPerson } from '../identity/persons.ts'
import type { Db, Tx } from '../kit/db.ts'
import type { Picture } from '../kit/http.ts'
import { Problem } from '../kit/problem.ts'
import { sha256 } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import { foresee } from '../risk/risk.ts'
import { openAttachment, type OpenDraft } from './draft-row.ts'
import { isOpen, mayRead, stateAt, type Officer } from './rules.ts'
import { findAttachment, readKeptAttachments } from './store.ts'
import { getDraft } from './views.ts'
import { listPage, type DraftsAsked } from './work-lists.ts'

// Drafts as officers see them. A list names nobody; whoever opens a draft reads a person, and that is recorded with its purpose.

const DONE_WITHIN = 60 * DAY_LENGTH

/** The health officer who calls. Problems: not-permitted. */
export function officerOf(ctx: Ctx): Officer {
  if (ctx.actor.kind !== 'staff' || ctx.actor.role !== 'health-officer') throw new Problem('not-permitted')
  return ctx.actor
}

/** Which drafts are asked for: what is open, or one of its parts, or what is done. */
export interface ListAsked {
  readonly list?: DraftsAsked['list'] | undefined
  readonly assigned?: Assignment['assigned'] | undefined
  readonly after?: string | undefined
}

/** What waits for an officer, or what was done within 60 days; at most 100. */
export async function listDrafts(
  ctx: Ctx,
  { list = 'open', assigned, after: place }: ListAsked,
): Promise<HandFactList> {
  const [officer, desk] = [officerOf(ctx), deskOf(ctx)]
  const only = assigned && isAssigned(ctx, desk, assigned, 'hand_fact.fact_id')
  const since = after(ctx.now, -DONE_WITHIN)
  const { drafts, ...next } = await listPage(ctx.db, ctx, { officer, list, since, only, after: place })
  const ids = drafts.map(({ row }) => row.factId)
  const assignments = await readAssignments(ctx.db, ctx, desk, ids)
  return { facts: drafts.map((draft) => rowView(ctx, draft, assignments.get(draft.row.factId))), ...next }
}

/** A draft with what it would do to the person's colour. Recorded with its purpose. Problems: not-found, hand-fact-changed. */
export async function readDraft(
  ctx: Ctx,
  factId: string,
  purpose: HandFactReading['purpose'],
): Promise<HandFactDetail> {
  return ctx.db.transaction().execute(async (tx) => {
    const draft = await getReadable(tx, ctx, factId)
    const { row, content } = draft
    await append(tx, ctx, { action: 'hand-fact-read', subject: row.personId, purpose, detail: { fact: factId } })
    const kept = await readKeptAttachments(tx, row.personId, [factId])
    const assignments = await readAssignments(tx, ctx, deskOf(ctx), [factId])
    return {
      row: rowView(ctx, draft, assignments.get(factId)),
      statement: handFactText(content.statement),
      document: content.document,
      ...(kept.has(factId) && { attachment: content.attachment }),
      ...(isOpen(stateAt(row, ctx.now)) && { outlook: await outlookOf(tx, ctx, draft) }),
      ...(content.rejection !== undefined && { rejection: content.rejection }),
    }
  })
}

/** The document that a draft rests on. Recorded with its purpose. Problems: not-found, hand-fact-changed. */
export async function readAttachment(ctx: Ctx, factId: string, purpose: HandFactReading['purpose']): Promise<Picture> {
  return ctx.db.transaction().execute(async (tx) => {
    const draft = await getReadable(tx, ctx, factId)
    const bytes = await getAttachment(tx, draft)
    const { personId } = draft.row
    await append(tx, ctx, { action: 'hand-fact-document-read', subject: personId, purpose, detail: { fact: factId } })
    return { mediaType: draft.content.attachment.type, bytes }
  })
}

/** The document of a draft, exactly as it was when its author signed. Problems: not-found, hand-fact-changed. */
export async function getAttachment(db: Db, { row, content, key }: OpenDraft): Promise<Uint8Array> {
  const sealed = await findAttachment(db, row)
  if (!sealed) throw new Problem(isOpen(row.state) ? 'hand-fact-changed' : 'not-found')
  const bytes = openAttachment(key, row, sealed)
  if (!bytes || hex(sha256(bytes)) !== content.statement.attachmentHash) throw new Problem('hand-fact-changed')
  return bytes
}

/** Of which of some facts that were written about a person by hand the document is kept. */
export async function keptDocuments(db: Db, personId: string, factIds: readonly string[]): Promise<Set<string>> {
  return factIds.length === 0 ? new Set() : readKeptAttachments(db, personId, factIds)
}

/** Throws where a fact stands no longer, whatever any state says: what counts is the evidence. Problems: already-taken-back. */
export async function refuseTakenBack(
  db: Db,
  ctx: Ctx,
  person: { personId: string; key: Uint8Array },
  factId: string,
): Promise<void> {
  const { byHand } = await knowledgeOf(db, ctx, person)
  if (byHand.find(({ id }) => id === factId)?.takenBack) throw new Problem('already-taken-back')
}

/** A draft as it stands in a list. */
export function rowView(ctx: Ctx, { row, content }: OpenDraft, assignment: Assignment = NOT_ASSIGNED): HandFactRow {
  const { factId, draftedAt, expiresAt, closedAt, decidedByOrganisationId } = row
  return {
    factId,
    state: stateAt(row, ctx.now),
    kind: content.statement.kind,
    takesBack: row.takesBack !== undefined,
    author: nameOf(ctx, row.authorOrganisationId),
    isOwn: row.authorId === officerOf(ctx).staffId,
    draftedAt,
    expiresAt,
    ...(closedAt !== undefined && { closedAt }),
    ...(decidedByOrganisationId !== undefined && { decidedBy: nameOf(ctx, decidedByOrganisationId) }),
    ...assignment,
  }
}

/** Where the officers of the caller's organisation share what they approve. */
export function deskOf(ctx: Ctx): Desk {
  return { kind: 'hand-fact', deskId: officerOf(ctx).organisationId }
}

/** What an organisation is called in the file of those whose signatures count. */
export function nameOf(ctx: Pick<Ctx, 'roots'>, organisationId: string): Bilingual {
  const root = ctx.roots.find(organisationId)
  return root ? { zh: root.nameZh, en: root.nameEn } : UNNAMED
}

/** The organisation of an author, as the source that reasons name. */
export function sourceOf(ctx: Pick<Ctx, 'roots'>, organisationId: string): Source {
  return { sourceId: organisationId, name: nameOf(ctx, organisationId) }
}

/** A draft as the fact that it would be. */
export function factOf({ row, content, key }: OpenDraft): Omit<NewFact, 'hand'> {
  const { organisationId, kind, from, to, details } = content.statement
  return { personId: row.personId, key, sourceId: organisationId, kind, period: { from, to }, details }
}

async function getReadable(tx: Tx, ctx: Ctx, factId: string): Promise<OpenDraft> {
  const officer = officerOf(ctx)
  return getDraft(tx, ctx, factId, (draft) => mayRead(draft, officer, ctx.now))
}

async function outlookOf(tx: Tx, ctx: Ctx, draft: OpenDraft): Promise<Outlook> {
  const { personId, takesBack } = draft.row
  const person = await findPerson(tx, ctx, personId)
  if (!person) throw new Error('a draft is about a person who is not there')
  const appended = takesBack === undefined ? [factOf(draft)] : []
  const { now, wouldBe, changesAt, reasons } = await foresee(tx, ctx, person, { appended, takenBack: takesBack })
  return { now, wouldBe, ...(changesAt !== undefined && { changesAt }), reasons: [...reasons] }
}
