import type { HandFactDetail } from '../../../contract/hand-facts.ts'
import type { HandFactStatement } from '../../../core/hand-fact.ts'
import { COMMON } from '../../kit/dictionary/common.ts'
import { DOCUMENT_NAMES } from '../../kit/dictionary/documents.ts'
import { DETAIL_NAMES, DETAIL_WORDS } from '../../kit/dictionary/fact-kinds.ts'
import { HAND_FACTS } from '../../kit/dictionary/hand-facts.ts'
import { say } from '../../kit/language.ts'
import { momentText } from '../moments.ts'
import { Facts } from '../part.tsx'
import { Notice } from '../states.tsx'
import { nameOfFact } from './standing.tsx'

/** What a draft says, word for word from what is signed. */
export function FactText({
  detail: { row, document, rejection },
  statement: { kind, takesBack, from, to, details },
}: {
  detail: HandFactDetail
  statement: HandFactStatement
}) {
  return (
    <>
      {rejection !== undefined && <Notice>{say(HAND_FACTS.rejection, { reason: rejection })}</Notice>}
      <Facts
        rows={[
          [say(DOCUMENT_NAMES[document.type]), <strong>{document.number}</strong>],
          [say(HAND_FACTS.kind), nameOfFact({ kind, takesBack: takesBack !== undefined })],
          ...Object.entries(details).map(
            ([name, value]) => [say(DETAIL_NAMES[name] ?? { zh: name, en: name }), wordOf(value)] as const,
          ),
          [
            say(HAND_FACTS.period),
            to === undefined || to === from ? momentText(from) : `${momentText(from)} – ${momentText(to)}`,
          ],
          [say(HAND_FACTS.organisation), say(row.author)],
          [say(HAND_FACTS.decidedBy), row.decidedBy && say(row.decidedBy)],
        ]}
      />
    </>
  )
}

function wordOf(value: string | number | boolean): string {
  if (typeof value === 'boolean') return say(value ? COMMON.yes : COMMON.no)
  const word = DETAIL_WORDS[value]
  return word ? say(word) : String(value)
}
