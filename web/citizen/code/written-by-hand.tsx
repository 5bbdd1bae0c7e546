import './late.css'
import type { MyPage } from '../../../contract/registration.ts'
import type { FactKind } from '../../../core/facts.ts'
import { instant } from '../../../core/instant.ts'
import { BY_HAND } from '../../kit/dictionary/by-hand.ts'
import { FACT_KIND_NAMES } from '../../kit/dictionary/fact-kinds.ts'
import { say } from '../../kit/language.ts'
import { momentText } from './moment-text.ts'

type HandFact = NonNullable<MyPage['handFacts']>[number]

/** Everything that was ever written by hand about the person, also what changes no colour and what was taken back. */
export function WrittenByHand({ facts }: { facts: readonly HandFact[] }) {
  return (
    <section class="stack" aria-labelledby="by-hand">
      <h2 id="by-hand">{say(BY_HAND.title)}</h2>
      <p class="soft">{say(BY_HAND.why)}</p>
      {facts.map((fact) => (
        <HandFactPanel key={fact.factId} fact={fact} />
      ))}
      <a href="/hand-facts">{say(BY_HAND.countsLink)}</a>
    </section>
  )
}

function HandFactPanel({ fact }: { fact: HandFact }) {
  const { kind, from, to, writtenAt, hand, hasDocument, takenBack } = fact
  return (
    <div class="panel reason">
      <p class="reason-title">
        <strong>{say(FACT_KIND_NAMES[kind as FactKind])}</strong>
      </p>
      {takenBack && (
        <p>
          {say(BY_HAND.takenBack, {
            moment: momentText(instant(takenBack.at)),
            author: say(takenBack.hand.author),
            approver: say(takenBack.hand.approver),
          })}
        </p>
      )}
      <dl class="facts">
        <dt>{say(BY_HAND.author)}</dt>
        <dd>{say(hand.author)}</dd>
        <dt>{say(BY_HAND.approver)}</dt>
        <dd>{say(hand.approver)}</dd>
        <dt>{say(BY_HAND.when)}</dt>
        <dd>
          {momentText(instant(from))}
          {to !== undefined && ` – ${momentText(instant(to))}`}
        </dd>
        <dt>{say(BY_HAND.writtenAt)}</dt>
        <dd>{momentText(instant(writtenAt))}</dd>
        <dt>{say(BY_HAND.document)}</dt>
        <dd>{say(hasDocument ? BY_HAND.kept : BY_HAND.notKept)}</dd>
      </dl>
    </div>
  )
}
