import type { Outlook } from '../../../contract/hand-facts.ts'
import { HAND_FACTS } from '../../kit/dictionary/hand-facts.ts'
import { say } from '../../kit/language.ts'
import { ColourName } from '../colour-name.tsx'
import { Facts } from '../part.tsx'

/** The person's colour now and with the draft, and the sentences that he would read. */
export function OutlookView({ outlook: { now, wouldBe, reasons } }: { outlook: Outlook }) {
  return (
    <>
      <h3>{say(HAND_FACTS.outlook)}</h3>
      <Facts
        rows={[
          [say(HAND_FACTS.now), <ColourName colour={now} />],
          [say(HAND_FACTS.wouldBe), <ColourName colour={wouldBe} />],
        ]}
      />
      {now === wouldBe && <p className="soft">{say(HAND_FACTS.noChange)}</p>}
      {reasons.map((reason) => (
        <p key={`${reason.ruleId} ${reason.from}`}>{say(reason.text)}</p>
      ))}
    </>
  )
}
