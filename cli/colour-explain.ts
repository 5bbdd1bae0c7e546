import type { ColourExplanation, ExplainRequest } from '../contract/operator.ts'
import { instant } from '../core/instant.ts'
import { ask, type Server } from './server.ts'
import { writeShanghai } from './shanghai-time.ts'
import type { ExitCode, Language, Terminal } from './terminal.ts'
import { COLOUR_WORDS } from './words.ts'

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
  const { table, reasons, changesAt } = explanation
  const at = writeShanghai(instant(explanation.asOf))
  const colour = COLOUR_WORDS[explanation.colour][language]
  const change = changesAt === undefined ? undefined : writeShanghai(instant(changesAt))
  const words = {
    zh: {
      head: `${at} 为${colour}（规则 ${table.name} ${table.version}）`,
      none: '没有使颜色改变的事实',
      change: change === undefined ? '如无新情况，颜色不变' : `如无新情况，${change} 起变化`,
    },
    en: {
      head: `${colour} at ${at} (rules ${table.name} ${table.version})`,
      none: 'No fact makes another colour',
      change:
        change === undefined
          ? 'It stays so unless something is learned'
          : `It changes at ${change} unless something is learned`,
    },
  }[language]
  const told = reasons.length === 0 ? [`  ${words.none}`] : reasons.flatMap((reason) => reasonLines(reason, language))
  return [words.head, ...told, words.change].join('\n')
}

function reasonLines(reason: ColourExplanation['reasons'][number], language: Language): string[] {
  const from = writeShanghai(instant(reason.from))
  const until = reason.until === undefined ? undefined : writeShanghai(instant(reason.until))
  const lines = {
    zh: [
      `来源：${reason.source.zh}`,
      `依据：${reason.legalBasis.zh}`,
      `规则：${reason.ruleId}，自 ${from} ${until === undefined ? '起' : `至 ${until}`}`,
      ...(reason.endsSooner === undefined ? [] : [`提前结束：${reason.endsSooner.zh}`]),
      ...(reason.hand ? [`人工录入：${reason.hand.author.zh} 录入，${reason.hand.approver.zh} 批准`] : []),
    ],
    en: [
      `Source: ${reason.source.en}`,
      `Basis: ${reason.legalBasis.en}`,
      `Rule: ${reason.ruleId}, from ${from}${until === undefined ? '' : ` until ${until}`}`,
      ...(reason.endsSooner === undefined ? [] : [`Ends sooner: ${reason.endsSooner.en}`]),
      ...(reason.hand ? [`By hand: ${reason.hand.author.en}, approved by ${reason.hand.approver.en}`] : []),
    ],
  }[language]
  return [
    `  ${COLOUR_WORDS[reason.colour][language]}${language === 'zh' ? '：' : ': '}${reason.text[language]}`,
    ...lines.map((line) => `    ${line}`),
  ]
}
