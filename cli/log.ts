import type { Bilingual } from '../core/bilingual.ts'
import { base64 } from '../core/bytes.ts'
import { LOG_FAULT_WORDS } from '../core/log/fault-words.ts'
import { leafHash } from '../core/log/hashes.ts'
import { readLeaf } from '../core/log/leaf.ts'
import { isIncluded, proveInclusion } from '../core/log/proofs.ts'
import { countTiles, TILE_WIDTH } from '../core/log/tiles.ts'
import { readEntries, treeOf, verifyLog, type LogFault } from '../core/log/verify.ts'
import { isUuid } from '../core/uuid.ts'
import { compareLog } from './log-compare.ts'
import { headNow, keptHead, LOG_CRYPTO, LOG_OPTIONS, openSource, type LogSource } from './log-files.ts'
import { Refusal, type ExitCode, type Language, type Terminal } from './terminal.ts'
import { mistake, parse, serverOf } from './typed.ts'

/** The log: read again from its first leaf, a leaf proved to be in it, and compared with the database. */
export async function logCommand(words: readonly string[], terminal: Terminal, language: Language): Promise<ExitCode> {
  const [command, ...rest] = words
  switch (command) {
    case 'verify':
      return verify(rest, terminal, language)
    case 'prove':
      return prove(rest, terminal, language)
    default: {
      const { values, positionals } = parse(rest, {})
      if (positionals.length > 0) throw mistake('log compare 没有参数', 'log compare takes no argument')
      return compareLog(terminal, await serverOf(terminal, values, language), { json: values.json === true })
    }
  }
}

async function verify(words: readonly string[], terminal: Terminal, language: Language): Promise<ExitCode> {
  const { values, positionals } = parse(words, { ...LOG_OPTIONS, since: { type: 'string', multiple: true } })
  if (positionals.length > 0) throw mistake('log verify 没有参数', 'log verify takes no argument')
  const log = await openSource(values)
  const since = values.since ?? []
  const kept = await Promise.all(since.map(async (name) => ({ name, ...(await keptHead(name, log.key)) })))
  const { head, faults } = await verifyLog({
    read: log.read,
    key: log.key,
    crypto: LOG_CRYPTO,
    kept,
    showProgress: (leaves, of) => terminal.showProgress(`${leaves} / ${of}`),
  })
  terminal.showProgress('')
  if (values.json === true) {
    const told = head && { size: head.size, root: base64(head.root) }
    terminal.print(JSON.stringify({ log: log.key.name, ...told, faults }))
    return faults.length === 0 ? 0 : 1
  }
  for (const fault of faults) terminal.print(inWords(fault)[language])
  if (head && faults.length === 0) terminal.print(wholeWords(log, head.size, base64(head.root))[language])
  if (log.trustsItself) terminal.complain(ITS_OWN_KEY[language])
  return faults.length === 0 ? 0 : 1
}

async function prove(words: readonly string[], terminal: Terminal, language: Language): Promise<ExitCode> {
  const { values, positionals } = parse(words, LOG_OPTIONS)
  const [id, ...more] = positionals
  if (id === undefined || !isUuid(id) || more.length > 0) {
    throw mistake('请写明一条记录的编号', 'name one record by its id')
  }
  const log = await openSource(values)
  const head = await headNow(log)
  const found = await findLeaf(log, head.size, id)
  if (!found) {
    terminal.complain({ zh: `日志中没有记录 ${id}。`, en: `The log has no record ${id}.` }[language])
    return 1
  }
  const path = await proveInclusion(treeOf({ read: log.read, sha256: LOG_CRYPTO.sha256 }, head), found.index)
  const { sha256 } = LOG_CRYPTO
  if (!isIncluded(sha256, { hash: leafHash(sha256, found.entry), index: found.index, path }, head)) {
    throw new Refusal(
      '日志的文件与它签名的根不一致；请用 log verify 查明。',
      'The files of the log do not give the root that it signed; log verify says where.',
    )
  }
  const lines = [
    'c2sp.org/tlog-proof@v1',
    `extra ${base64(found.entry)}`,
    `index ${found.index}`,
    ...path.map(base64),
    '',
    head.note.trimEnd(),
  ]
  terminal.print(
    values.json === true
      ? JSON.stringify({
          id,
          index: found.index,
          entry: new TextDecoder().decode(found.entry),
          proof: lines.join('\n'),
        })
      : lines.join('\n'),
  )
  return 0
}

async function findLeaf(
  { read }: LogSource,
  size: number,
  id: string,
): Promise<{ index: number; entry: Uint8Array } | undefined> {
  const { full, width } = countTiles(0, size)
  // The newest first: that is what somebody asks about.
  for (let index = full; index >= 0; index -= 1) {
    if (index === full && width === 0) continue
    const entries = await readEntries(read, { index, width: index === full ? width : TILE_WIDTH })
    if (typeof entries === 'string') continue
    const at = entries.findIndex((entry) => readLeaf(entry)?.id === id)
    if (at >= 0) return { index: index * TILE_WIDTH + at, entry: entries[at]! }
  }
  return undefined
}

function inWords({ path, because, leaf }: LogFault): Bilingual {
  const { zh, en } = LOG_FAULT_WORDS[because]
  return leaf === undefined
    ? { zh: `${path}：${zh}`, en: `${path}: ${en}` }
    : { zh: `${path}：第 ${leaf} 条，${zh}`, en: `${path}: leaf ${leaf}, ${en}` }
}

function wholeWords({ key }: LogSource, size: number, root: string): Bilingual {
  return {
    zh: `${key.name}：${size} 条记录，全部与签名的根 ${root} 一致`,
    en: `${key.name}: ${size} leaves, all of them as signed under ${root}`,
  }
}

const ITS_OWN_KEY: Bilingual = {
  zh: '公钥取自日志自身；要防伪造，请用 --key 写明从别处得到的公钥。',
  en: 'The key was taken from the log itself; against forgery give with --key one that you have from elsewhere.',
}
