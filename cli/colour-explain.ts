import type { ColourExplanation, ExplainRequest, ShownThen } from '../contract/operator.ts'
import type { Bilingual } from '../core/bilingual.ts'
import { instant } from '../core/instant.ts'
import { ask, type Server } from './server.ts'
import { writeShanghai } from './shanghai-time.ts'
import type { ExitCode, Language, Terminal } from './terminal.ts'
import { COLOUR_WORDS } from './words.ts'

type Reason = ColourExplanation['reasons'][number]
type ListWord = NonNullable<Reason['lists']>['because']

/** Asks for somebody's colour and its reasons, which the server records with the purpose. */
export async function explainColour(
  terminal: Terminal,
  server: Server,
  told: { request: ExplainRequest; json: boolean },
): Promise<ExitCode> {
  const explanation = await ask<ColourExplanation>(server, '/api/operator/colour-explanations', { json: told.request })
  terminal.print(told.json ? JSON.stringify(explanation) : describe(explanation, server.language))
  return 0
}

function describe(explanation: ColourExplanation, language: Language): string {
  const { table, reasons, changesAt, shown } = explanation
  const at = moment(explanation.asOf)
  const colour = COLOUR_WORDS[explanation.colour][language]
  const known = explanation.knownAt === undefined ? undefined : moment(explanation.knownAt)
  const words = {
    zh: {
      head: `${at} 为${colour}（规则 ${table.title.zh}，${table.name} ${table.version}）`,
      known: `按 ${known} 已获知的资料计算`,
      none: '没有使颜色改变的事实',
      change: changesAt === undefined ? '如无新情况，颜色不变' : `如无新情况，${moment(changesAt)} 起变化`,
    },
    en: {
      head: `${colour} at ${at} (rules ${table.title.en}, ${table.name} ${table.version})`,
      known: `From what was known at ${known}`,
      none: 'No fact makes another colour',
      change:
        changesAt === undefined
          ? 'It stays so unless something is learned'
          : `It changes at ${moment(changesAt)} unless something is learned`,
    },
  }[language]
  const told = reasons.length === 0 ? [`  ${words.none}`] : reasons.flatMap((reason) => reasonLines(reason, language))
  return [
    ...(shown ? [shownLine(shown, { at, language })] : []),
    words.head,
    ...(known === undefined ? [] : [words.known]),
    ...told,
    words.change,
  ].join('\n')
}

function shownLine(shown: ShownThen, { at, language }: { at: string; language: Language }): string {
  switch (shown.kind) {
    case 'nothing-yet':
      return { zh: `${at} 尚未评估，没有显示过颜色`, en: `Nothing was shown at ${at}: nobody had been evaluated yet` }[
        language
      ]
    case 'record-lost':
      return {
        zh: `${at} 显示过什么已无法查明：记录被改动或删除`,
        en: `What was shown at ${at} cannot be told: its record was altered or deleted`,
      }[language]
    case 'shown': {
      const { colour, since, table, difference } = shown
      const [word, from] = [COLOUR_WORDS[colour][language], moment(since)]
      const line = {
        zh: `${at} 显示的是${word}，自 ${from} 起（规则 ${table.name} ${table.version}）`,
        en: `Shown at ${at}: ${word}, since ${from} (rules ${table.name} ${table.version})`,
      }[language]
      return difference === undefined ? line : `${line}\n${DIFFERENCES[difference][language]}`
    }
  }
}

const DIFFERENCES: Readonly<Record<NonNullable<Extract<ShownThen, { kind: 'shown' }>['difference']>, Bilingual>> = {
  'not-evaluated-yet': {
    zh: '与下面的计算不同：资料已到，当时尚未评估',
    en: 'It differs from what follows: something had been learned and was not evaluated yet',
  },
  defect: {
    zh: '与下面的计算不同：这是系统的错误，请报告',
    en: 'It differs from what follows: this is a defect, please report it',
  },
}

function reasonLines(reason: Reason, language: Language): string[] {
  const { fact, lists } = reason
  const details = fact.details.map(({ name, value }) => `${name[language]} ${value[language]}`)
  const lines = {
    zh: [
      `规则：${reason.ruleName.zh}（${reason.ruleId}）`,
      `期限：自 ${moment(reason.from)} ${reason.until === undefined ? '起' : `至 ${moment(reason.until)}`}`,
      `事实：${fact.kind.zh}${details.length === 0 ? '' : `（${details.join('；')}）`}`,
      `  发生于 ${moment(fact.from)}${fact.until === undefined ? ' 起' : ` 至 ${moment(fact.until)}`}，获知于 ${moment(fact.learnedAt)}`,
      ...(fact.hand ? [`人工录入：${fact.hand.author.zh} 录入，${fact.hand.approver.zh} 批准`] : []),
      `来源：${reason.source.zh}`,
      `依据：${reason.legalBasis.zh}`,
      ...(reason.endsSooner === undefined ? [] : [`提前结束：${reason.endsSooner.zh}`]),
    ],
    en: [
      `Rule: ${reason.ruleName.en} (${reason.ruleId})`,
      `Time: from ${moment(reason.from)}${reason.until === undefined ? '' : ` until ${moment(reason.until)}`}`,
      `Fact: ${fact.kind.en}${details.length === 0 ? '' : ` (${details.join('; ')})`}`,
      `  true from ${moment(fact.from)}${fact.until === undefined ? '' : ` until ${moment(fact.until)}`}, learned at ${moment(fact.learnedAt)}`,
      ...(fact.hand ? [`By hand: ${fact.hand.author.en}, approved by ${fact.hand.approver.en}`] : []),
      `Source: ${reason.source.en}`,
      `Basis: ${reason.legalBasis.en}`,
      ...(reason.endsSooner === undefined ? [] : [`Ends sooner: ${reason.endsSooner.en}`]),
    ],
  }[language]
  return [
    `  ${COLOUR_WORDS[reason.colour][language]}${language === 'zh' ? '：' : ': '}${reason.text[language]}`,
    ...[...lines, ...(lists ? listLines(lists, language) : [])].map((line) => `    ${line}`),
  ]
}

/** A stay is judged by the lists of its own days, as published at the moment of judging; both are shown. */
function listLines({ because, last, ofItsDays }: NonNullable<Reason['lists']>, language: Language): string[] {
  const line = ({ name, level, recordedAt }: ListWord) =>
    ({
      zh: `  ${name.zh}：${level.zh}（获知于 ${moment(recordedAt)}）`,
      en: `  ${name.en}: ${level.en} (learned at ${moment(recordedAt)})`,
    })[language]
  const words = {
    zh: { judging: '据以认定的名单：', days: '停留期间的名单：' },
    en: { judging: 'Judged by the list:', days: 'The lists of its own days:' },
  }[language]
  const judging = last.publishedAt === because.publishedAt ? [because] : [because, last]
  return [words.judging, ...judging.map(line), words.days, ...ofItsDays.map(line)]
}

function moment(at: number): string {
  return writeShanghai(instant(at))
}
