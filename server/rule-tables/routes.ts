import type { FastifyInstance } from 'fastify'
import {
  DraftSaved,
  FileReading,
  TABLE_PARTS,
  TableDocument,
  TableDraft,
  TableList,
  TableView,
  TrialAsked,
  WorkbookFile,
} from '../../contract/rule-tables.ts'
import { SignedApproval } from '../../contract/signatures.ts'
import { tableDocument } from '../../core/rule-document.ts'
import { route } from '../kit/http.ts'
import { oneOf } from '../kit/query.ts'
import type { Ctx, World } from '../kit/world.ts'
import { approveTable, approveTrial } from './approving.ts'
import { saveDraft } from './drafts.ts'
import { listTables, type TablesAsked } from './list.ts'
import { getKnown, getNamed, getTable, getTrial, tableHashOf } from './rule-tables.ts'
import { writeTrialXlsx } from './trial-workbook.ts'
import { tryTable } from './trials.ts'
import { readTableFile, writeTableXlsx } from './workbook.ts'

/** The life of rule tables for health officers, and what the operator's command line asks. */
export function registerRuleTableRoutes(app: FastifyInstance, world: World): void {
  registerReading(app, world)
  registerDrafts(app, world)
  registerApproving(app, world)
  registerOperator(app, world)
}

/** A table comes as the file that it is, so its route reads bodies in its own way. */
function registerReading(app: FastifyInstance, world: World): void {
  void app.register(async (upload) => {
    upload.removeAllContentTypeParsers()
    upload.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    route(upload, world, {
      method: 'POST',
      url: '/api/rule-tables/readings',
      permission: 'write-rule-tables',
      problems: ['body-too-large'],
      answer: FileReading,
      handle: async (_ctx, { body }) => {
        const reading = await readTableFile(Buffer.isBuffer(body) ? body : Buffer.alloc(0))
        if (reading.ok) return { document: tableDocument(reading.table), faults: [] }
        return { faults: reading.faults.map(({ place, message }) => ({ place, message })) }
      },
    })
  })
}

function registerDrafts(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'GET',
    url: '/api/rule-tables',
    permission: 'write-rule-tables',
    problems: [],
    answer: TableList,
    handle: (ctx, { query }) => listTables(ctx.db, ctx, partIn(query)),
  })
  route(app, world, {
    method: 'GET',
    url: '/api/rule-tables/:hash',
    permission: 'write-rule-tables',
    problems: ['not-found'],
    answer: TableView,
    handle: (ctx, { params }) => getTable(ctx.db, ctx, params['hash']!),
  })
  route(app, world, {
    method: 'GET',
    url: '/api/rule-tables/:hash/workbook',
    permission: 'write-rule-tables',
    problems: ['not-found'],
    answer: WorkbookFile,
    handle: async (ctx, { params }) => {
      const { table } = await getKnown(ctx.db, params['hash']!)
      return workbook(`${table.name}-${table.version}.xlsx`, await writeTableXlsx(table))
    },
  })
  route(app, world, {
    method: 'POST',
    url: '/api/rule-tables',
    permission: 'write-rule-tables',
    problems: ['rule-table-invalid', 'rule-table-version-taken'],
    body: TableDraft,
    answer: DraftSaved,
    status: 201,
    handle: async (ctx, { body }) => ({ hash: await saveDraft(ctx, body.document) }),
  })
}

function registerApproving(app: FastifyInstance, world: World): void {
  const view = (ctx: Ctx, params: Readonly<Record<string, string>>) => getTable(ctx.db, ctx, params['hash']!)
  route(app, world, {
    method: 'POST',
    url: '/api/rule-tables/:hash/trials',
    permission: 'write-rule-tables',
    problems: ['not-found', 'rule-table-settled'],
    answer: TrialAsked,
    status: 201,
    handle: async (ctx, { params }) => ({ trialId: await tryTable(ctx, tableHashOf(params['hash']!)) }),
  })
  route(app, world, {
    method: 'GET',
    url: '/api/rule-tables/:hash/trials/:trialId/workbook',
    permission: 'write-rule-tables',
    problems: ['not-found'],
    answer: WorkbookFile,
    handle: async (ctx, { params }) => {
      const { hash, found } = await getTrial(ctx.db, ctx, { hash: params['hash']!, trialId: params['trialId']! })
      const { name, version } = found.table
      return workbook(`${name}-${version}-dry-run.xlsx`, await writeTrialXlsx(found, hash))
    },
  })
  route(app, world, {
    method: 'POST',
    url: '/api/rule-tables/:hash/approvals',
    permission: 'write-rule-tables',
    problems: ['not-found', 'rule-table-untried', 'rule-table-settled', 'key-unknown', 'signature-invalid'],
    body: SignedApproval,
    answer: TableView,
    handle: async (ctx, { params, body }) => {
      await approveTable(ctx, tableHashOf(params['hash']!), body)
      return view(ctx, params)
    },
  })
  route(app, world, {
    method: 'POST',
    url: '/api/rule-tables/:hash/trials/:trialId/approvals',
    permission: 'write-rule-tables',
    problems: ['not-found', 'rule-table-settled', 'key-unknown', 'signature-invalid'],
    body: SignedApproval,
    answer: TableView,
    handle: async (ctx, { params, body }) => {
      await approveTrial(ctx, { tableHash: tableHashOf(params['hash']!), trialId: params['trialId']! }, body)
      return view(ctx, params)
    },
  })
}

function registerOperator(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'GET',
    url: '/api/operator/rule-tables',
    permission: 'print-rule-tables',
    problems: [],
    answer: TableList,
    handle: (ctx, { query }) => listTables(ctx.db, ctx, partIn(query)),
  })
  route(app, world, {
    method: 'GET',
    url: '/api/operator/rule-tables/:name/document',
    permission: 'print-rule-tables',
    problems: ['not-found'],
    answer: TableDocument,
    handle: async (ctx, { params, query }) => ({
      document: tableDocument(await getNamed(ctx.db, asked(params, query))),
    }),
  })
  route(app, world, {
    method: 'GET',
    url: '/api/operator/rule-tables/:name/workbook',
    permission: 'print-rule-tables',
    problems: ['not-found'],
    answer: WorkbookFile,
    handle: async (ctx, { params, query }) => {
      const table = await getNamed(ctx.db, asked(params, query))
      return workbook(`${table.name}-${table.version}.xlsx`, await writeTableXlsx(table))
    },
  })
}

function partIn({ part, after }: Readonly<Record<string, string | undefined>>): TablesAsked {
  return { part: oneOf(TABLE_PARTS, part, 'part'), after }
}

function asked(
  params: Readonly<Record<string, string>>,
  query: Readonly<Record<string, string | undefined>>,
): { name: string; version: string | undefined } {
  return { name: params['name']!, version: query['version'] }
}

function workbook(fileName: string, bytes: Buffer): { fileName: string; base64: string } {
  return { fileName, base64: bytes.toString('base64') }
}
