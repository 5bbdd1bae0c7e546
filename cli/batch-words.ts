import type { BatchView, SourceView, Weighing } from '../contract/batches.ts'
import type { Bilingual } from '../core/bilingual.ts'
import { instant } from '../core/instant.ts'
import { writeShanghai } from './shanghai-time.ts'
import type { Language } from './terminal.ts'
import { COLOUR_WORDS } from './words.ts'

const STATES: Readonly<Record<BatchView['state'], Bilingual>> = {
  receiving: { zh: '尚未传完', en: 'has not arrived whole' },
  trying: { zh: '正在试算', en: 'is being tried' },
  waiting: { zh: '等待处理', en: 'waits to be dealt with' },
  taking: { zh: '正在写入', en: 'is being taken' },
  taken: { zh: '已采用', en: 'taken' },
  held: {
    zh: '超过刹车上限，未改变任何人；等待两个不同单位批准',
    en: 'over the brake: nobody is changed until two different organisations approve',
  },
  refused: { zh: '未采用', en: 'not taken' },
  withdrawing: { zh: '正在撤回', en: 'is being taken back' },
  withdrawn: { zh: '已撤回', en: 'taken back' },
  abandoned: { zh: '因长期未传完而放弃', en: 'given up: its parts stopped coming' },
}

/** What became of a batch, for a person to read. */
export function describeBatch(
  language: Language,
  told: { file: string; batch: BatchView; refusedFiles: readonly string[] },
): string {
  const { batch, refusedFiles } = told
  const lines = [
    stateOf(batch)[language],
    ...(batch.rows > 0 ? [countsOf(batch)[language]] : []),
    ...batch.faults.map(({ column, message }) => `${column === '' ? '' : `${column}: `}${message[language]}`),
    ...(batch.weighing ? weighingLines(batch.weighing, language) : []),
    ...(refusedFiles.length > 0 ? [returned(refusedFiles)[language]] : []),
  ]
  return [told.file, ...lines.map((line) => `  ${line}`)].join('\n')
}

/** What a source may do and has done lately, for a person to read. */
export function describeSource(language: Language, source: SourceView): string {
  const { name, kinds, longestValidityDays, brakePeoplePerHour, left, mappings, batches } = source
  const head = {
    zh: [
      name.zh,
      `可报送：${kinds.join('、')}`,
      `一条事实最长有效 ${longestValidityDays} 天`,
      `每小时最多改变 ${brakePeoplePerHour} 人，还可改变 ${left} 人`,
      `列对应表：${['zh', ...mappings].join('、')}`,
    ],
    en: [
      name.en,
      `may send: ${kinds.join(', ')}`,
      `a fact lasts at most ${longestValidityDays} days`,
      `changes at most ${brakePeoplePerHour} people an hour, ${left} of them left`,
      `column mappings: ${['zh', ...mappings].join(', ')}`,
    ],
  }[language]
  const lines = batches.map(({ batchId, receivedAt, fileName = '', state }) => {
    return `${batchId}  ${writeShanghai(instant(receivedAt))}  ${fileName}  ${STATES[state][language]}`
  })
  return [...head, ...lines].join('\n')
}

function stateOf(batch: BatchView): Bilingual {
  const { batchId } = batch
  if (batch.tried)
    return { zh: `试算批次 ${batchId}，未采用任何一行`, en: `dry run of batch ${batchId}; nothing was taken` }
  const state = STATES[batch.state]
  return { zh: `批次 ${batchId}：${state.zh}`, en: `batch ${batchId}: ${state.en}` }
}

function countsOf({ rows, taken, same, refused, inReview, people, tried }: BatchView): Bilingual {
  return {
    zh: `${rows} 行：${tried ? '可采用' : '采用'} ${taken}，与以前相同 ${same}，退回 ${refused}，待核 ${inReview}；涉及 ${people} 人`,
    en: `${rows} rows: ${taken} ${tried ? 'can be taken' : 'taken'}, ${same} the same as before, ${refused} refused, ${inReview} to review; about ${people} people`,
  }
}

function weighingLines({ changed, left, changes, appeals }: Weighing, language: Language): string[] {
  const head = {
    zh: `改变 ${changed} 人的颜色；本来源本小时内还可改变 ${left} 人`,
    en: `changes the colours of ${changed} people; this source may still change ${left} within the hour`,
  }[language]
  return [
    head,
    ...(appeals === undefined
      ? []
      : [
          {
            zh: `对本来源先前批次的申诉过多（${appeals} 人），本批须经两个单位批准`,
            en: `${appeals} people have appealed against an earlier batch of this source: two organisations have to approve this one`,
          }[language],
        ]),
    ...changes.map(
      ({ from, to, people }) => `  ${COLOUR_WORDS[from][language]} → ${COLOUR_WORDS[to][language]}: ${people}`,
    ),
  ]
}

function returned(files: readonly string[]): Bilingual {
  const names = files.join(', ')
  return {
    zh: `未采用的行连同原因写在 ${names}；改正后直接导入该文件即可，原因列不用删除`,
    en: `the rows that were not taken are in ${names}, with their reasons; correct them there and import that file, reason columns and all`,
  }
}
