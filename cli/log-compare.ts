import type { CompareAnswer, ComparedPart, Difference } from '../contract/log.ts'
import type { Bilingual } from '../core/bilingual.ts'
import { ask, type Server } from './server.ts'
import type { ExitCode, Terminal } from './terminal.ts'

const PARTS: readonly ComparedPart[] = ['leaves', 'acts', 'bodies', 'queue', 'people']

const PART_WORDS: Readonly<Record<ComparedPart, Bilingual>> = {
  leaves: { zh: '日志与行为、内容', en: 'leaves, acts and bodies' },
  acts: { zh: '行为是否入日志', en: 'acts in the log' },
  bodies: { zh: '内容是否有行为', en: 'bodies with their acts' },
  queue: { zh: '等待入日志的', en: 'acts that wait' },
  people: { zh: '人员的证据与颜色', en: 'people, their evidence and colours' },
}

/** Holds the log against the database, stretch by stretch, and says what differs. */
export async function compareLog(terminal: Terminal, server: Server, told: { json: boolean }): Promise<ExitCode> {
  const { language } = server
  let different = 0
  for (const part of PARTS) {
    let compared = 0
    let after: string | undefined
    do {
      const stretch: CompareAnswer = await ask(server, '/api/operator/log/compare', {
        json: { part, ...(after !== undefined && { after }) },
      })
      compared += stretch.compared
      different += stretch.differences.length
      for (const one of stretch.differences) terminal.print(told.json ? JSON.stringify(one) : inWords(one))
      terminal.showProgress(`${PART_WORDS[part][language]}: ${compared}`)
      after = stretch.next
    } while (after !== undefined)
    terminal.showProgress('')
    const words = {
      zh: `${PART_WORDS[part].zh}：已对照 ${compared}`,
      en: `${PART_WORDS[part].en}: ${compared} compared`,
    }
    if (!told.json) terminal.print(words[language])
  }
  return different === 0 ? 0 : 1
}

/** By its name, as it stands in docs/log.md, and where it is. */
function inWords({ what, ...where }: Difference): string {
  return [what, ...Object.entries(where).map(([name, id]) => `${name} ${id}`)].join('  ')
}
