import type { Day } from '../../../core/instant.ts'
import { DECLARE, TRANSPORTS } from '../../kit/dictionary/declare.ts'
import { say } from '../../kit/language.ts'
import { comingDays, recentDays } from '../form/days.ts'
import { CountySelect, StreetSelect } from '../form/division-select.tsx'
import { useDraft } from '../../kit/form/use-draft.ts'
import { optional, SelectField, TextField } from '../../kit/form/fields.tsx'
import { Form, useSending } from '../../kit/form/form.tsx'
import { newId } from '../../kit/form/new-id.ts'
import { arrivalOf, faultsOfArrival, freshArrival, transportNamed } from './arrival.ts'
import { CommunityField } from './community-field.tsx'
import { DeclarePage } from './declare-page.tsx'
import { sendDeclaration } from './send-declaration.ts'
import { SymptomChoices } from './symptom-choices.tsx'

// Whoever arrived long ago declares late but declares; whoever is not here yet declares first.
const DAYS_BACK = 30
const DAYS_AHEAD = 14

/** 来沪人员健康登记 (M6): where somebody comes from, how, where to, and how he feels. The code follows. */
export function ArrivalPage() {
  return <DeclarePage title={DECLARE.arrivalTitle}>{({ today }) => <ArrivalForm today={today} />}</DeclarePage>
}

function ArrivalForm({ today }: { today: Day }) {
  const { draft, change, end } = useDraft('declaration-arrival', () => freshArrival(newId()))
  const { faults, ...sending } = useSending()
  const days = [...recentDays(today, DAYS_BACK), ...comingDays(today, DAYS_AHEAD)]

  async function send(): Promise<void> {
    await sendDeclaration('/api/declarations/arrival', arrivalOf(draft))
    end()
    location.replace('/')
  }

  return (
    <Form
      sending={{ faults, ...sending }}
      button={say(DECLARE.submit)}
      onSubmit={() => void sending.submit(() => faultsOfArrival(draft), send)}
    >
      <div class="panel group">
        <h2>{say(DECLARE.origin)}</h2>
        <CountySelect
          id="from.divisionCode"
          code={draft.divisionCode}
          fault={faults['from.divisionCode']}
          onChoose={(divisionCode) => change({ divisionCode })}
        />
        <CommunityField
          id="from.community"
          divisionCode={draft.divisionCode}
          value={draft.community}
          fault={faults['from.community']}
          onInput={(community) => change({ community })}
        />
        <SelectField
          id="leftOn"
          label={say(DECLARE.leftOn)}
          value={draft.leftOn}
          options={days}
          fault={faults['leftOn']}
          onChoose={(leftOn) => change({ leftOn })}
        />
      </div>
      <div class="panel group">
        <h2>{say(DECLARE.journey)}</h2>
        <SelectField
          id="arrivedOn"
          label={say(DECLARE.arrivedOn)}
          value={draft.arrivedOn}
          options={days}
          fault={faults['arrivedOn']}
          onChoose={(arrivedOn) => change({ arrivedOn })}
        />
        <SelectField
          id="transport"
          label={say(DECLARE.transport)}
          value={draft.transport}
          options={Object.entries(TRANSPORTS).map(([value, text]) => ({ value, label: say(text) }))}
          fault={faults['transport']}
          onChoose={(transport) => change({ transport: transportNamed(transport) })}
        />
        <TextField
          id="transportNumber"
          label={optional(say(DECLARE.transportNumber))}
          value={draft.transportNumber}
          fault={faults['transportNumber']}
          onInput={(transportNumber) => change({ transportNumber })}
          input={{ autoComplete: 'off', autoCapitalize: 'characters', maxLength: 30 }}
        />
      </div>
      <div class="panel group">
        <h2>{say(DECLARE.lodging)}</h2>
        <StreetSelect
          id="lodging.divisionCode"
          code={draft.lodgingCode}
          fault={faults['lodging.divisionCode']}
          onChoose={(lodgingCode) => change({ lodgingCode })}
        />
        <TextField
          id="lodging.detail"
          label={say(DECLARE.lodgingDetail)}
          value={draft.lodgingDetail}
          fault={faults['lodging.detail']}
          onInput={(lodgingDetail) => change({ lodgingDetail })}
          input={{ autoComplete: 'street-address', maxLength: 120 }}
        />
      </div>
      <SymptomChoices
        chosen={draft.symptoms}
        fault={faults['symptoms']}
        onChange={(symptoms) => change({ symptoms })}
      />
    </Form>
  )
}
