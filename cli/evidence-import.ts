import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { AreaListResult } from '../contract/operator.ts'
import { instant } from '../core/instant.ts'
import { ask, ServerFault, type Server } from './server.ts'
import { writeShanghai } from './shanghai-time.ts'
import { Refusal, type ExitCode, type Language, type Terminal } from './terminal.ts'

/** Areas shown of each reason for review; `--json` shows all. */
const MOST_SHOWN = 5

/** Hands risk-area lists to the server, one after the other; a file that fails is named and the next one goes on. */
export async function importLists(
  terminal: Terminal,
  server: Server,
  told: { files: readonly string[]; json: boolean },
): Promise<ExitCode> {
  let failed = false
  for (const file of told.files) {
    try {
      const result = await importList(server, file)
      terminal.print(told.json ? JSON.stringify({ file, ...result }) : describe(file, result, server.language))
    } catch (error) {
      if (!(error instanceof Refusal) || error instanceof ServerFault) throw error
      failed = true
      const why = error.words[server.language]
      if (told.json) terminal.print(JSON.stringify({ file, error: why }))
      else terminal.complain(`${file}\n  ${why}`)
    }
  }
  return failed ? 1 : 0
}

async function importList(server: Server, file: string): Promise<AreaListResult> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new Refusal('读不到这个文件。', 'This file cannot be read.', { cause })
  })
  return ask<AreaListResult>(server, `/api/operator/area-lists?fileName=${encodeURIComponent(basename(file))}`, {
    bytes,
  })
}

function describe(file: string, result: AreaListResult, language: Language): string {
  const at = writeShanghai(instant(result.publishedAt))
  const { high, medium, low } = result.taken
  const same = result.outcome === 'same-as-before'
  const head = {
    zh: `公布于 ${at}：${same ? '与已导入的名单相同，未作改动；其中' : '已导入'}高风险 ${high}、中风险 ${medium}、低风险 ${low}`,
    en: `published at ${at}: ${same ? 'unchanged, taken before with' : 'taken'} ${high} high, ${medium} medium, ${low} low`,
  }
  const lines = [
    head[language],
    ...result.warnings.map((warning) => warning[language]),
    ...reviewLines(result, language),
  ]
  return [file, ...lines.map((line) => `  ${line}`)].join('\n')
}

function reviewLines({ reviewed, reviewedCount }: AreaListResult, language: Language): string[] {
  if (reviewedCount === 0) return [{ zh: '没有待人工核对的地区', en: 'nothing to review' }[language]]
  const groups = Map.groupBy(reviewed, (area) => area.reasonName)
  return [
    { zh: `待人工核对 ${reviewedCount} 处，不据此赋码：`, en: `${reviewedCount} to review, which colour nobody:` }[
      language
    ],
    ...[...groups.values()].flatMap((areas) => {
      const more = areas.length - MOST_SHOWN
      return [
        `  ${areas.length} × ${areas[0]?.reason[language]}`,
        ...areas.slice(0, MOST_SHOWN).map((area) => `    ${area.row}: ${area.area}`),
        ...(more > 0
          ? [{ zh: `    另有 ${more} 处，见 --json`, en: `    and ${more} more, see --json` }[language]]
          : []),
      ]
    }),
  ]
}
