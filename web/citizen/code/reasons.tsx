import './late.css'
import type { MyPage } from '../../../contract/registration.ts'
import type { Colour } from '../../../core/colour.ts'
import { instant } from '../../../core/instant.ts'
import { ColourShape } from '../../kit/colour-shape.tsx'
import { BY_HAND } from '../../kit/dictionary/by-hand.ts'
import { REASONS } from '../../kit/dictionary/reasons.ts'
import { COLOUR_WORDS } from '../../kit/dictionary/colours.ts'
import { say } from '../../kit/language.ts'
import { momentText } from './moment-text.ts'

type Reason = NonNullable<MyPage['reasons']>[number]

/** Why a code is not green: in a sentence, with source, legal basis, end, and what would end it sooner. */
export function Reasons({ colour, me }: { colour: Colour; me: MyPage | undefined }) {
  const word = say(COLOUR_WORDS[colour])
  const reasons = me?.colour === colour ? (me.reasons ?? []) : []
  return (
    <section class="stack" aria-labelledby="why">
      <h2 id="why">{say(REASONS.why, { word: word.toLowerCase() })}</h2>
      {reasons.map((reason) => (
        <ReasonPanel key={`${reason.ruleId} ${reason.from}`} reason={reason} />
      ))}
      {reasons.length === 0 && <p class="soft">{say(REASONS.whyOffline)}</p>}
      {reasons.length > 1 && me?.changesAt !== undefined && (
        <p class="soft">{say(REASONS.changes, { moment: momentText(instant(me.changesAt)) })}</p>
      )}
    </section>
  )
}

function ReasonPanel({ reason }: { reason: Reason }) {
  return (
    <div class="panel reason">
      <p class="reason-title">
        <ColourShape colour={reason.colour} />
        <strong>{say(COLOUR_WORDS[reason.colour])}</strong>
      </p>
      <p>{say(reason.text)}</p>
      {reason.hand && (
        <p>{say(BY_HAND.reason, { author: say(reason.hand.author), approver: say(reason.hand.approver) })}</p>
      )}
      <dl class="facts">
        <dt>{say(REASONS.until)}</dt>
        <dd>{reason.until === undefined ? say(REASONS.openEnd) : momentText(instant(reason.until))}</dd>
        {reason.endsSooner && (
          <>
            <dt>{say(REASONS.endsSooner)}</dt>
            <dd>{say(reason.endsSooner)}</dd>
          </>
        )}
        <dt>{say(REASONS.source)}</dt>
        <dd>{say(reason.source)}</dd>
        <dt>{say(REASONS.legalBasis)}</dt>
        <dd>{say(reason.legalBasis)}</dd>
      </dl>
    </div>
  )
}
