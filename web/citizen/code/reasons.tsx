import './late.css'
import type { ComponentChildren } from 'preact'
import type { MyPage } from '../../../contract/registration.ts'
import type { Colour } from '../../../core/colour.ts'
import { instant } from '../../../core/instant.ts'
import { ColourShape } from '../../kit/colour-shape.tsx'
import { BY_HAND } from '../../kit/dictionary/by-hand.ts'
import { REASONS } from '../../kit/dictionary/reasons.ts'
import { COLOUR_WORDS } from '../../kit/dictionary/colours.ts'
import { say, type Text } from '../../kit/language.ts'
import { momentText } from './moment-text.ts'

type Reason = NonNullable<MyPage['reasons']>[number]
type Lists = NonNullable<Reason['lists']>

/** Why a code is not green: a sentence for each reason, and everything else folded behind the question why. */
export function Reasons({ colour, me }: { colour: Colour; me: MyPage | undefined }) {
  const told = me?.colour === colour ? me : undefined
  const reasons = told?.reasons ?? []
  return (
    <section class="stack" aria-label={whyOf(colour)}>
      {reasons.map((reason) => (
        <ReasonPanel key={`${reason.ruleId} ${reason.from} ${reason.until}`} reason={reason} rules={told?.rules} />
      ))}
      {reasons.length === 0 && (
        <p class="soft">{say(told?.reassessing === true ? REASONS.whyLater : REASONS.whyOffline)}</p>
      )}
      {reasons.length > 1 && told?.changesAt !== undefined && (
        <p class="soft">{say(REASONS.changes, { moment: momentText(instant(told.changesAt)) })}</p>
      )}
    </section>
  )
}

function ReasonPanel({ reason, rules }: { reason: Reason; rules: MyPage['rules'] }) {
  return (
    <div class="panel reason">
      <h2 class="reason-title">
        <ColourShape colour={reason.colour} />
        {say(COLOUR_WORDS[reason.colour])}
      </h2>
      <p>{say(reason.text)}</p>
      {reason.fact.hand && (
        <p>{say(BY_HAND.reason, { author: say(reason.fact.hand.author), approver: say(reason.fact.hand.approver) })}</p>
      )}
      <details>
        <summary>{whyOf(reason.colour)}</summary>
        <Facts reason={reason} rules={rules} />
        {reason.lists && <ListsOfStay lists={reason.lists} />}
      </details>
    </div>
  )
}

function whyOf(colour: Colour): string {
  return say(REASONS.why, { word: say(COLOUR_WORDS[colour]).toLowerCase() })
}

function Facts({ reason, rules }: { reason: Reason; rules: MyPage['rules'] }) {
  const { fact } = reason
  return (
    <dl class="facts">
      {reason.endsSooner && <Line name={say(REASONS.endsSooner)}>{say(reason.endsSooner)}</Line>}
      <Line name={say(REASONS.colourTime)}>{span(reason, REASONS.openSpan)}</Line>
      <Line name={say(REASONS.fact)}>{say(fact.kind)}</Line>
      {fact.details.map(({ name, value }) => (
        <Line key={name.en} name={say(name)}>
          {say(value)}
        </Line>
      ))}
      <Line name={say(REASONS.when)}>{span(fact, REASONS.openFact)}</Line>
      <Line name={say(REASONS.learned)}>{momentText(instant(fact.learnedAt))}</Line>
      <Line name={say(REASONS.source)}>{say(reason.source)}</Line>
      <Line name={say(REASONS.rule)}>
        {say(reason.ruleName)} <span class="soft">{reason.ruleId}</span>
      </Line>
      {rules && <Line name={say(REASONS.rules)}>{say(rules)}</Line>}
      <Line name={say(REASONS.legalBasis)}>{say(reason.legalBasis)}</Line>
    </dl>
  )
}

/** The list that made a stay count, and the lists of the stay's own days. */
function ListsOfStay({ lists }: { lists: Lists }) {
  const { because, last, ofItsDays } = lists
  return (
    <>
      <h3>{say(REASONS.listsTitle)}</h3>
      <p class="soft">{say(REASONS.listsNote)}</p>
      <dl class="facts">
        <Line name={say(REASONS.listBecause)}>{listText(because)}</Line>
        {last.publishedAt !== because.publishedAt && <Line name={say(REASONS.listLast)}>{listText(last)}</Line>}
        <Line name={say(REASONS.listOfItsDays)}>
          <ul class="lists">
            {ofItsDays.map((list) => (
              <li key={list.publishedAt}>{listText(list)}</li>
            ))}
          </ul>
        </Line>
      </dl>
    </>
  )
}

function Line({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function listText({ name, level }: Lists['because']): string {
  return say(REASONS.listWord, { name: say(name), level: say(level) })
}

function span(period: { from: number; until?: number | undefined }, open: Text): string {
  const from = momentText(instant(period.from))
  if (period.until === undefined) return say(open, { from })
  // A test, a discharge, a check-in is of one moment.
  if (period.until === period.from) return from
  return say(REASONS.span, { from, until: momentText(instant(period.until)) })
}
