import { existsSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { base64 } from '../core/bytes.ts'
import type { TreeHead } from '../core/log/checkpoint.ts'
import { isConsistent, proveConsistency } from '../core/log/proofs.ts'
import { treeOf } from '../core/log/verify.ts'
import { headNow, keptHead, LOG_CRYPTO, LOG_OPTIONS, openSource } from './log-files.ts'
import type { ExitCode, Language, Terminal } from './terminal.ts'
import { mistake, parse } from './typed.ts'

/**
 * `witness`: compares the head that a log shows now with the one kept at the last visit, and keeps it if it is that one with leaves added.
 * Otherwise what was kept stays, and the head that contradicts it is put beside it: the two are the proof.
 */
export async function witnessCommand(
  words: readonly string[],
  terminal: Terminal,
  language: Language,
): Promise<ExitCode> {
  const { values, positionals } = parse(words, { ...LOG_OPTIONS, keep: { type: 'string' } })
  const { keep } = values
  if (keep === undefined || positionals.length > 0) {
    throw mistake('请用 --keep 写明保存在哪个文件', 'name with --keep the file to keep the head in')
  }
  const log = await openSource(values)
  const now = await headNow(log)
  const before = existsSync(keep) ? await keptHead(keep, log.key) : undefined
  const tell = (outcome: Outcome): void => {
    const told = { outcome, before: before && asJson(before), now: asJson(now) }
    terminal.print(values.json === true ? JSON.stringify(told) : inWords(outcome, { before, now, keep })[language])
  }
  if (before && now.size < before.size) {
    await writeWhole(`${keep}.contradiction`, now.note)
    tell('went-back')
    return 1
  }
  const tree = treeOf({ read: log.read, sha256: LOG_CRYPTO.sha256 }, now)
  const isSame =
    !before || isConsistent(LOG_CRYPTO.sha256, { earlier: before, later: now }, await proofOf(tree, before))
  if (!isSame) {
    await writeWhole(`${keep}.contradiction`, now.note)
    tell('forked')
    return 1
  }
  await writeWhole(keep, now.note)
  tell(before ? 'grown' : 'first')
  return 0
}

type Outcome = 'first' | 'grown' | 'went-back' | 'forked'

async function proofOf(tree: Parameters<typeof proveConsistency>[0], before: TreeHead): Promise<Uint8Array[]> {
  return proveConsistency(tree, before.size)
}

async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.half`, text, { flush: true })
  await rename(`${path}.half`, path)
}

function asJson({ size, root }: TreeHead): object {
  return { size, root: base64(root) }
}

function inWords(
  outcome: Outcome,
  { before, now, keep }: { before: TreeHead | undefined; now: TreeHead; keep: string },
): { zh: string; en: string } {
  const [was, is] = [before && `${before.size} ${base64(before.root)}`, `${now.size} ${base64(now.root)}`]
  switch (outcome) {
    case 'first':
      return { zh: `首次记下：${is}`, en: `kept for the first time: ${is}` }
    case 'grown':
      return { zh: `一致：${was} 之后续到 ${is}`, en: `consistent: ${was} goes on to ${is}` }
    case 'went-back':
      return {
        zh: `日志变短了：记得 ${was}，现在却是 ${is}；两份签名存于 ${keep} 和 ${keep}.contradiction，可作证据`,
        en: `the log went back: kept is ${was}, shown is ${is}; both signed heads are the proof: ${keep} and ${keep}.contradiction`,
      }
    case 'forked':
      return {
        zh: `日志分叉或被改写：记得 ${was}，与现在的 ${is} 不相容（或其文件损坏）；两份签名存于 ${keep} 和 ${keep}.contradiction，可作证据`,
        en: `the log forked: kept is ${was}, and ${is} does not go on from it (or its files are damaged); both signed heads are the proof: ${keep} and ${keep}.contradiction`,
      }
  }
}
