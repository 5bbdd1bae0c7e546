import { deliverFiles, type Delivery } from './evidence-batch.ts'
import { importLists } from './evidence-import.ts'
import { readSourceKey, type SourceClient } from './source-client.ts'
import { keepMapping, showStatus, takeBack } from './source-commands.ts'
import type { ExitCode, Language, Terminal } from './terminal.ts'
import { DEFAULT_SERVER, mistake, parse, serverOf } from './typed.ts'

/** `evidence import`, of the operator's lists or of a source's batches, and what a source asks besides. */
export async function evidenceCommand(
  words: readonly string[],
  terminal: Terminal,
  language: Language,
): Promise<ExitCode> {
  const [command, ...rest] = words
  return command === 'import' ? runImport(rest, terminal, language) : runAsSource(words, terminal, language)
}

async function runImport(words: readonly string[], terminal: Terminal, language: Language): Promise<ExitCode> {
  const { values, positionals: files } = parse(words, {
    key: { type: 'string' },
    encoding: { type: 'string' },
    mapping: { type: 'string' },
    'dry-run': { type: 'boolean' },
    results: { type: 'boolean' },
  })
  if (files.length === 0) throw mistake('请写明要导入的文件', 'name the files to import')
  const json = values.json === true
  if (values.key === undefined) {
    const unfit = files.find((file) => /\.(csv|xlsx|jsonl|ndjson)$/i.test(file))
    if (unfit !== undefined) {
      throw mistake(
        `${unfit} 是来源报送的批次，须由来源的密钥签名；请用 --key 指定私钥文件`,
        `${unfit} is a batch of a source, which its key must sign; name the file of the key with --key`,
      )
    }
    return importLists(terminal, await serverOf(terminal, values, language), { files, json })
  }
  const client = await clientOf(terminal, { ...values, key: values.key }, language)
  return deliverFiles(terminal, client, {
    files,
    encoding: encodingOf(values.encoding),
    mapping: values.mapping,
    dryRun: values['dry-run'] === true,
    results: values.results === true,
    json,
  })
}

async function runAsSource(words: readonly string[], terminal: Terminal, language: Language): Promise<ExitCode> {
  const [command, ...rest] = words
  const { values, positionals } = parse(rest, { key: { type: 'string' }, row: { type: 'string' } })
  if (values.key === undefined) {
    throw mistake('请用 --key 指定来源的私钥文件', 'name the file of the source’s key with --key')
  }
  const client = await clientOf(terminal, { ...values, key: values.key }, language)
  const [first, second] = positionals
  const json = values.json === true
  if (command === 'status') return showStatus(terminal, client, { batchId: first, json })
  if (command === 'mapping') {
    if (first === undefined) throw mistake('请写明列对应表的名称', 'name the mapping')
    return keepMapping(terminal, client, { name: first, file: second })
  }
  if (first === undefined) throw mistake('请写明批次编号', 'give the id of the batch')
  return takeBack(terminal, client, { batchId: first, row: values.row, json })
}

async function clientOf(
  terminal: Terminal,
  values: { server?: string; key: string },
  language: Language,
): Promise<SourceClient> {
  return { url: values.server ?? DEFAULT_SERVER, language, now: terminal.now, key: await readSourceKey(values.key) }
}

function encodingOf(word: string | undefined): Delivery['encoding'] {
  if (word === undefined || word === 'utf-8' || word === 'utf-8-bom' || word === 'gb18030') return word
  throw mistake('--encoding 应为 utf-8、utf-8-bom 或 gb18030', '--encoding is utf-8, utf-8-bom or gb18030')
}
