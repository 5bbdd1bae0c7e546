import { readFile } from 'node:fs/promises'
import type { BatchView, FactWithdrawn, MappingDocument, MappingSaved, SourceView } from '../contract/batches.ts'
import { describeBatch, describeSource } from './batch-words.ts'
import { awaitBatch } from './evidence-batch.ts'
import { askSource, type SourceClient } from './source-client.ts'
import { Refusal, type ExitCode, type Terminal } from './terminal.ts'

const NOTHING = new Uint8Array(0)

/** Shows what a source may do and its latest batches, or one of its batches. */
export async function showStatus(
  terminal: Terminal,
  client: SourceClient,
  told: { batchId: string | undefined; json: boolean },
): Promise<ExitCode> {
  if (told.batchId === undefined) {
    const source = await askSource<SourceView>(client, { path: '/api/evidence/source' })
    terminal.print(told.json ? JSON.stringify(source) : describeSource(client.language, source))
    return 0
  }
  const batch = await askSource<BatchView>(client, { path: `/api/evidence/batches/${told.batchId}` })
  printBatch(terminal, client, { batch, json: told.json })
  return 0
}

/** Takes a batch back, or the fact of one of its rows. */
export async function takeBack(
  terminal: Terminal,
  client: SourceClient,
  told: { batchId: string; row: string | undefined; json: boolean },
): Promise<ExitCode> {
  const path = `/api/evidence/batches/${told.batchId}`
  if (told.row === undefined) {
    const asked = await askSource<BatchView>(client, { path: `${path}/withdraw`, bytes: NOTHING })
    const batch = await awaitBatch(terminal, client, asked)
    printBatch(terminal, client, { batch, json: told.json })
    return batch.state === 'withdrawn' || batch.state === 'abandoned' ? 0 : 1
  }
  const answer = await askSource<FactWithdrawn>(client, { path: `${path}/rows/${told.row}/withdraw`, bytes: NOTHING })
  const words = {
    withdrawn: { zh: `第 ${told.row} 行的事实已撤回`, en: `the fact of row ${told.row} is taken back` },
    'not-standing': {
      zh: `第 ${told.row} 行没有仍然有效的事实`,
      en: `no fact of row ${told.row} stands`,
    },
  }[answer.outcome]
  terminal.print(
    told.json ? JSON.stringify({ batchId: told.batchId, row: told.row, ...answer }) : words[client.language],
  )
  return answer.outcome === 'withdrawn' ? 0 : 1
}

/** Saves a source's names for columns and words under a name, or shows what is saved there. */
export async function keepMapping(
  terminal: Terminal,
  client: SourceClient,
  told: { name: string; file: string | undefined },
): Promise<ExitCode> {
  const path = `/api/evidence/mappings/${encodeURIComponent(told.name)}`
  if (told.file === undefined) {
    terminal.print(JSON.stringify(await askSource<MappingDocument>(client, { path }), undefined, 2))
    return 0
  }
  const bytes = await readFile(told.file).catch((cause: unknown) => {
    throw new Refusal(`读不到文件 ${told.file}。`, `The file ${told.file} cannot be read.`, { cause })
  })
  const saved = await askSource<MappingSaved>(client, { path, bytes: new Uint8Array(bytes) })
  const words = {
    zh: `列对应表 ${saved.name} 已保存，共 ${saved.columns} 列；导入时用 --mapping ${saved.name}`,
    en: `The mapping ${saved.name} is saved with ${saved.columns} columns; import with --mapping ${saved.name}`,
  }
  terminal.print(words[client.language])
  return 0
}

function printBatch(terminal: Terminal, client: SourceClient, told: { batch: BatchView; json: boolean }): void {
  const { batch, json } = told
  const file = batch.fileName ?? ''
  terminal.print(json ? JSON.stringify(batch) : describeBatch(client.language, { file, batch, refusedFiles: [] }))
}
