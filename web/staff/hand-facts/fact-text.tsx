import type { HandFactDetail } from '../../../contract/hand-facts.ts'
import type { HandFactStatement } from '../../../core/hand-fact.ts'
import { formatShanghai } from '../../../core/instant.ts'
import { COMMON } from '../../kit/dictionary/common.ts'
import { DOCUMENT_NAMES } from '../../kit/dictionary/documents.ts'
import { DETAIL_NAMES, DETAIL_WORDS } from '../../kit/dictionary/fact-kinds.ts'
import { HAND_FACTS } from '../../kit/dictionary/hand-facts.ts'
import { say } from '../../kit/language.ts'
import { nameOfFact, STATES } from './fact-lists.tsx'

/** What a draft says, word for word from what is signed. */
export function FactText({
  detail: { row, document, rejection },
  statement,
}: {
  detail: HandFactDetail
  statement: HandFactStatement | undefined
}) {
  if (!statement) {
    return (
      <p class="fault" role="alert">
        {say(HAND_FACTS.documentChanged)}
      </p>
    )
  }
  const { kind, takesBack, from, to, details } = statement
  return (
    <>
      {rejection !== undefined && <p class="notice">{say(HAND_FACTS.rejection, { reason: rejection })}</p>}
      <dl class="facts">
        <dt>{say(DOCUMENT_NAMES[document.type])}</dt>
        <dd class="number">{document.number}</dd>
        <dt>{say(HAND_FACTS.kind)}</dt>
        <dd>{nameOfFact({ kind, takesBack: takesBack !== undefined })}</dd>
        {Object.entries(details).map(([name, value]) => (
          <DetailText key={name} name={name} value={value} />
        ))}
        <dt>{say(HAND_FACTS.period)}</dt>
        <dd>{to === undefined || to === from ? momentOf(from) : `${momentOf(from)} – ${momentOf(to)}`}</dd>
        <dt>{say(HAND_FACTS.organisation)}</dt>
        <dd>{say(row.author)}</dd>
        {row.decidedBy && (
          <>
            <dt>{say(HAND_FACTS.decidedBy)}</dt>
            <dd>{say(row.decidedBy)}</dd>
          </>
        )}
        <dt>{say(HAND_FACTS.state)}</dt>
        <dd>{say(STATES[row.state])}</dd>
      </dl>
    </>
  )
}

function DetailText({ name, value }: { name: string; value: string | number | boolean }) {
  return (
    <>
      <dt>{say(DETAIL_NAMES[name] ?? { zh: name, en: name })}</dt>
      <dd>{wordOf(value)}</dd>
    </>
  )
}

function wordOf(value: string | number | boolean): string {
  if (typeof value === 'boolean') return say(value ? COMMON.yes : COMMON.no)
  const word = DETAIL_WORDS[value]
  return word ? say(word) : String(value)
}

function momentOf(at: HandFactStatement['from']): string {
  return formatShanghai(at).slice(0, 16)
}
