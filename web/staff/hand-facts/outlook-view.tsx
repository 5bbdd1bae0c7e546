import type { Outlook } from '../../../contract/hand-facts.ts'
import type { Colour } from '../../../core/colour.ts'
import { ColourShape } from '../../kit/colour-shape.tsx'
import { COLOUR_WORDS } from '../../kit/dictionary/colours.ts'
import { HAND_FACTS } from '../../kit/dictionary/hand-facts.ts'
import { say } from '../../kit/language.ts'

/** The person's colour now and with the draft, and the sentences that he would read. */
export function OutlookView({ outlook: { now, wouldBe, reasons } }: { outlook: Outlook }) {
  return (
    <section class="stack" aria-labelledby="outlook">
      <h3 id="outlook">{say(HAND_FACTS.outlook)}</h3>
      <dl class="facts">
        <dt>{say(HAND_FACTS.now)}</dt>
        <dd>
          <ColourWord colour={now} />
        </dd>
        <dt>{say(HAND_FACTS.wouldBe)}</dt>
        <dd>
          <ColourWord colour={wouldBe} />
        </dd>
      </dl>
      {now === wouldBe && <p class="soft">{say(HAND_FACTS.noChange)}</p>}
      {reasons.map((reason) => (
        <p key={`${reason.ruleId} ${reason.from}`}>{say(reason.text)}</p>
      ))}
    </section>
  )
}

function ColourWord({ colour }: { colour: Colour }) {
  return (
    <span class={`colour-word ${colour}`}>
      <ColourShape colour={colour} /> {say(COLOUR_WORDS[colour])}
    </span>
  )
}
